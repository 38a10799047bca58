import { expect, it } from 'vitest'
import { describeScope, listScopeAccounts, togglePlaces } from '@/components/frame/describe-scope'
import type { HealthResponse } from '@/lib/contracts/health'

const PROD = '111122223333'
const TEST = '444455556666'

function healthOf(...places: [string, string][]): Pick<HealthResponse, 'sources' | 'accounts'> {
  const told = { lagMs: null, detail: null, state: 'ok' }
  return {
    accounts: [{ name: 'Production', accountId: PROD, paused: false, state: 'ok', detail: null }],
    sources: places.flatMap(([accountId, region]) =>
      (['metrics', 'logs'] as const).map((kind) => ({ kind, accountId, region, ...told })),
    ),
  }
}

const ACCOUNTS = listScopeAccounts(healthOf([TEST, 'eu-west-1'], [PROD, 'us-east-1'], [PROD, 'eu-west-1']))
const at = (accountId: string, region: string) => ({ accountId, region })

it('names accounts, by their IDs where they have no name, each with its regions', () => {
  expect(ACCOUNTS).toEqual([
    { accountId: TEST, name: TEST, places: [at(TEST, 'eu-west-1')] },
    { accountId: PROD, name: 'Production', places: [at(PROD, 'eu-west-1'), at(PROD, 'us-east-1')] },
  ])
})

it.each([
  [[], 'All accounts'],
  [[at(PROD, 'eu-west-1')], 'Production · eu-west-1'],
  [[at(PROD, 'eu-west-1'), at(PROD, 'us-east-1')], 'Production'],
  [[at(TEST, 'eu-west-1')], `${TEST} · eu-west-1`],
  [[at(PROD, 'us-east-1'), at(TEST, 'eu-west-1')], '2 regions in 2 accounts'],
])('%j is %s', (scope, words) => {
  expect(describeScope(scope, ACCOUNTS)).toBe(words)
})

it('leaves out the account where there is one', () => {
  const one = listScopeAccounts(healthOf([PROD, 'us-east-1'], [PROD, 'eu-west-1']))
  expect(describeScope([], one)).toBe('All regions')
  expect(describeScope([at(PROD, 'us-east-1')], one)).toBe('us-east-1')
  expect(describeScope([], listScopeAccounts(healthOf([PROD, 'us-east-1'])))).toBe('us-east-1')
})

it('adds a region or a whole account, and takes it out again; all together are everything', () => {
  const [test, prod] = ACCOUNTS
  const both = togglePlaces([], prod?.places ?? [], ACCOUNTS)
  expect(both).toEqual(prod?.places)
  expect(togglePlaces(both, test?.places ?? [], ACCOUNTS)).toEqual([])
  expect(togglePlaces(both, [at(PROD, 'us-east-1')], ACCOUNTS)).toEqual([at(PROD, 'eu-west-1')])
  expect(togglePlaces(both, prod?.places ?? [], ACCOUNTS)).toEqual([])
})

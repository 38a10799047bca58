import { expect, it } from 'vitest'
import { describeLeft, describeRefusal } from '@/components/sync/describe-source'
import { groupByAccount } from '@/components/sync/group-by-account'
import type { AccountState } from '@/lib/contracts/accounts'
import type { ApiRefusal, SyncResponse, SyncSource } from '@/lib/contracts/sync'

const source = (own: Partial<SyncSource>): SyncSource => ({
  ...{ kind: 'logs', account: '1', accountId: '111122223333', region: 'eu-west-1', state: 'ok', detail: null },
  ...{ lagMs: 0, lastOkAtMs: null, coveredFromMs: null, targetFromMs: null, done: null, total: null },
  ...{ backfillShare: 0.5, backfill: { paused: false, leftMs: null } },
  ...own,
})
const account = (id: string, name: string): AccountState => ({
  ...{ id, name, accountId: null, regions: ['eu-west-1'], paused: false, pausedBackfills: [] },
  ...{ state: 'denied', detail: null, stateAtMs: null },
})

it.each([
  [{ backfill: null }, null],
  [{}, 'History follows'],
  [{ backfill: { paused: true, leftMs: null }, backfillShare: 1 }, 'History paused'],
  [{ backfillShare: 0.9995 }, 'History complete'],
  [{ backfill: { paused: false, leftMs: 20_000 } }, 'about 1 min left'],
  [{ backfill: { paused: false, leftMs: 12.4 * 60_000 } }, 'about 12 min left'],
  [{ backfill: { paused: false, leftMs: 5 * 3_600_000 } }, 'about 5 h left'],
  [{ backfill: { paused: false, leftMs: 72 * 3_600_000 } }, 'about 3 d left'],
])('describes the history of %j as %s', (own, words) => {
  expect(describeLeft(source(own))).toBe(words)
})

it('groups sources by account, and shows an account that has none unless the page is narrowed', () => {
  const sources = [source({}), source({ account: null, accountId: '999' })]
  const all = { accounts: [account('1', 'shop'), account('2', 'broken')], sources }
  const names = (scope: { accountId: string; region: string }[]) =>
    groupByAccount({ ...empty, ...all }, scope).map((group) => [group.account?.name ?? null, group.accountId])
  expect(names([])).toEqual([
    ['shop', '111122223333'],
    ['broken', null],
    [null, '999'],
  ])
  expect(names([{ accountId: '111122223333', region: 'eu-west-1' }])).toEqual([['shop', '111122223333']])
})

const empty: SyncResponse = {
  ...{ source: 'aws', accounts: [], sources: [], spend: [], budgets: [], refusals: [], runs: [], stored: [] },
  storage: { kinds: [], totalBytes: 0, fullBytes: null, fullAtMs: null, freeBytes: null, warning: null },
}

it('names the IAM action that a source itself lacks, not that of another source, account or region', () => {
  const refusal = (own: Partial<ApiRefusal>): ApiRefusal => ({
    ...{ accountId: '111122223333', region: 'eu-west-1', service: 'logs', operation: 'FilterLogEvents' },
    ...{ state: 'denied', detail: null, iamAction: 'logs:FilterLogEvents', lastOkAtMs: null, lastFailedAtMs: null },
    ...own,
  })
  const others = [
    refusal({ service: 'cloudwatch', operation: 'GetMetricData', iamAction: 'cloudwatch:GetMetricData' }),
    refusal({ region: 'us-east-1', iamAction: 'other:Region' }),
    refusal({ accountId: '444455556666', iamAction: 'other:Account' }),
    refusal({ state: 'throttled', iamAction: 'only:Throttled' }),
  ]
  const denied = source({ state: 'denied', detail: 'Not allowed.' })
  expect(describeRefusal(denied, [...others, refusal({})])).toBe(
    'CloudWatch Logs did not answer in eu-west-1: Not allowed. Allow logs:FilterLogEvents and it is asked again by itself.',
  )
  // In the order of names, as they are listed, what a source can do without may come first.
  const both = [refusal({ operation: 'DescribeLogGroups', iamAction: 'logs:DescribeLogGroups' }), refusal({})]
  expect(describeRefusal(denied, both)).toContain('Allow logs:FilterLogEvents')
  expect(describeRefusal(denied, both.slice(0, 1))).toContain('Allow logs:DescribeLogGroups')
  expect(describeRefusal(denied, others)).toBe('CloudWatch Logs did not answer in eu-west-1: Not allowed.')
})

import { expect, it } from 'vitest'
import { judgeCoverage, sourcesInScope } from '@/components/frame/judge-coverage'
import type { HealthResponse } from '@/lib/contracts/health'

const logsOf = (accountId: string, region: string, state = 'ok') => {
  return { kind: 'logs' as const, accountId, region, state, lagMs: 5_000, detail: null }
}
const account = (name: string, accountId: string) => ({ name, accountId, paused: false, state: 'ok', detail: null })
const HEALTH: HealthResponse = {
  status: 'ready',
  database: { state: 'ok', latencyMs: 1 },
  worker: { state: 'ok', seenMsAgo: 1 },
  accounts: [account('shop', '111122223333'), account('billing', '444455556666')],
  sources: [
    logsOf('111122223333', 'eu-west-1'),
    logsOf('444455556666', 'eu-west-1', 'denied'),
    logsOf('111122223333', 'us-east-1'),
  ],
}
const SHOP = [{ accountId: '111122223333', region: 'eu-west-1' }]

it('what is refused outside the scope does not lower what is in it, what is not all read does', () => {
  expect(judgeCoverage(HEALTH, null, [])).toMatchObject({ label: 'Partial', good: false })
  expect(judgeCoverage(HEALTH, null, SHOP)).toMatchObject({ label: '5 s behind', good: true })
  const page = { coverage: { logs: 1, traces: null, reasons: [] }, part: null }
  expect(judgeCoverage(HEALTH, page, SHOP)).toMatchObject({ label: 'Logs 100 %', good: true })
  const some = { ...page, part: '23 of 40' }
  expect(judgeCoverage(HEALTH, some, SHOP)).toMatchObject({
    label: 'Logs 100 % of 23 of 40',
    short: '23/40',
    good: false,
  })
})

it.each([
  ['metrics', 5.5, true],
  ['metrics', 12, false],
  ['logs', 2, true],
  ['logs', 4, false],
  ['traces', 9, true],
  ['inventory', 60, true],
] as const)('%s that are %s min behind: good %s, also where all that is compared is whole', (kind, minutes, good) => {
  const late = { ...logsOf('111122223333', 'eu-west-1'), kind, lagMs: minutes * 60_000 }
  const health = { ...HEALTH, sources: [logsOf('111122223333', 'eu-west-1'), late] }
  const page = { coverage: { logs: 1, traces: null, reasons: [] }, part: null }
  expect([judgeCoverage(health, null, []).good, judgeCoverage(health, page, []).good]).toEqual([good, good])
})

it('names the source that is late', () => {
  const late = { ...logsOf('111122223333', 'eu-west-1'), kind: 'metrics' as const, lagMs: 1_200_000 }
  expect(judgeCoverage({ ...HEALTH, sources: [late] }, null, [])).toEqual({
    ...{ label: 'Metrics 20 min behind', short: '20 min', good: false },
  })
})

it('sources of several accounts stand by the names of these, those of one without', () => {
  const named = sourcesInScope(HEALTH, []).map(({ accountName, region }) => `${accountName} ${region}`)
  expect(named).toEqual(['billing eu-west-1', 'shop eu-west-1', 'shop us-east-1'])
  const [one] = sourcesInScope({ ...HEALTH, sources: HEALTH.sources.slice(0, 1) }, [])
  expect(one?.accountName).toBeNull()
})

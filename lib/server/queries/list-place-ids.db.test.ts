import { afterAll, beforeAll, expect, it } from 'vitest'
import { ListFunctionsRequest } from '@/lib/contracts/functions'
import { getCost } from '@/lib/server/queries/get-cost'
import { getLogFreshness } from '@/lib/server/queries/get-log-freshness'
import { getOverview } from '@/lib/server/queries/get-overview'
import { getScopeCoverage } from '@/lib/server/queries/get-scope-coverage'
import { listChangeMarks } from '@/lib/server/queries/list-change-marks'
import { listChanges } from '@/lib/server/queries/list-changes'
import { listFunctions } from '@/lib/server/queries/list-functions'
import { listIssues } from '@/lib/server/queries/list-issues'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'
import { listTraces } from '@/lib/server/queries/list-traces'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  seedFunction,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

const [ONE, OTHER] = ['111122223333', '444455556666']
/** Its two lists hold four pairs. */
const TWO_PAIRS = `${ONE}/eu-west-1,${OTHER}/us-east-1`
const NOW = T0 + 2 * HOUR
const WINDOW = { from: T0, to: T0 + HOUR }
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  for (const [index, [accountId, region]] of [
    [ONE, 'eu-west-1'],
    [ONE, 'us-east-1'],
    [OTHER, 'eu-west-1'],
    [OTHER, 'us-east-1'],
  ].entries()) {
    const fn = await seedFunction(db, await seedPlace(db, region, accountId), `fn-${index}`)
    await seedLogCoverage(db, fn, T0, NOW)
    await seedOneOfEach(fn, index + 1)
  }
})

afterAll(async () => {
  await db?.close()
})

async function seedOneOfEach(fn: SeededFunction, index: number): Promise<void> {
  const at = new Date(T0 + index * MINUTE)
  const of = { accountRegionId: fn.place.id, functionId: fn.id }
  const noticed = { at, knownAfter: at, noticedAt: at }
  await db.prisma.functionChange.create({ data: { ...of, kind: 'code', subject: '', ...noticed } })
  const flags = { hasError: false, hasFault: false, hasThrottle: false, isPartial: false, complete: true }
  const id = `1-0000000${index}-${'a'.repeat(24)}`
  await db.prisma.trace.create({ data: { accountRegionId: fn.place.id, id, startedAt: at, revision: 1, ...flags } })
  const kind = { fingerprint: Buffer.from([index]), class: 'error', type: `E${index}`, shape: '' }
  const seen = { firstSeenAt: at, lastSeenAt: at, firstFunctionId: fn.id, firstVersion: '1' }
  await db.prisma.issue.create({ data: { id: index, ...kind, ...seen } })
  const minutes = Array.from({ length: 60 }, (_, minute) => (minute === index ? 1 : 0))
  const hour = { at: new Date(T0), firstAt: at, lastAt: at, minutes, invocations: 1, sampleAt: [], sampleKeys: [] }
  await db.prisma.issueHour.create({ data: { ...of, issueId: index, version: '1', ...hour } })
}

/** How many of the four functions, or of what is theirs, each answer holds. */
async function countAnswers(scope: Scope) {
  const asked = { ...WINDOW, ...scope, limit: 10 }
  const overview = await getOverview(db, asked, NOW)
  const marks = (await listChangeMarks(db, asked)).items
  return {
    functions: (await listFunctions(db, asked, NOW)).items.length,
    overview: overview.functions,
    pools: overview.pools.length,
    coverage: (await getScopeCoverage(db, asked, NOW)).functions,
    cost: (await getCost(db, { ...asked, groupBy: 'function' }, NOW)).functions,
    changes: (await listChanges(db, { ...asked, group: 'deployments' }, NOW)).items.length,
    marks: marks.reduce((sum, { changes }) => sum + changes, 0),
    issues: (await listIssues(db, { ...asked, sort: 'count' }, NOW)).items.length,
    newest: (await listIssues(db, { ...asked, sort: 'newest' }, NOW)).items.length,
    traces: (await listTraces(db, { ...asked, sort: 'newest' }, NOW)).items.length,
    freshness: (await getLogFreshness(db, scope, NOW)).groups,
  }
}

it.each<[string, Scope, number]>([
  ['everything', {}, 4],
  ['two lists', { accountId: `${ONE},${OTHER}`, region: 'eu-west-1,us-east-1' }, 4],
  ['two pairs', { places: TWO_PAIRS }, 2],
  ['pairs and a list', { places: TWO_PAIRS, region: 'us-east-1' }, 1],
  ['a pair that nobody pulls', { places: '999999999999/eu-west-1' }, 0],
])('every answer about %s is of those places alone', async (_, scope, expected) => {
  const counts = await countAnswers(scope)
  expect(counts).toEqual(Object.fromEntries(Object.keys(counts).map((name) => [name, expected])))
  expect((await listPlaceIds(db, scope))?.length ?? 4).toBe(expected)
})

it.each(['eu-west-1', `${ONE}/`, `${ONE}/eu-west-1,`, `${ONE}/a/b`])('%j names no places', (places) => {
  expect(ListFunctionsRequest.safeParse({ from: '0', to: '1', places }).success).toBe(false)
})

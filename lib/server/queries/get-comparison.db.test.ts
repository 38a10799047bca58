import { afterAll, beforeAll, expect, it } from 'vitest'
import { getComparison } from '@/lib/server/queries/get-comparison'
import { type FunctionIdentity, getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getVersions } from '@/lib/server/queries/get-versions'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  type InvocationSeed,
  MINUTE,
  seedAlias,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let identity: FunctionIdentity

const LATER = T0 + 5 * HOUR
const [OLD, NEW] = [400, 200]

/** The new version is slower and fails more often. */
function calls(version: string, count: number, { slowness, failing }: { slowness: number; failing: number }) {
  return Array.from({ length: count }, (_, index): InvocationSeed => {
    const result = index % failing === 0 ? 'error' : 'success'
    const durationMs = (20 + ((index * 37) % 100)) * slowness
    return { atMs: T0 + (index % 50) * MINUTE + (index % 900), version, result, durationMs, key: keyOf(version, index) }
  })
}
const keyOf = (version: string, index: number) => `${version.padStart(4, '0')}${index.toString(16).padStart(12, '0')}`

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const fn = await seedFunction(db, await seedPlace(db), 'canary', { codeSha256: 'now', timeoutS: 10 })
  const common = { functionId: fn.id, runtime: 'nodejs22.x', seenAt: new Date(T0) }
  await db.prisma.functionVersion.createMany({
    data: [
      {
        ...{ ...common, version: '9', codeSha256: 'a', memoryMb: 512, timeoutS: 10 },
        ...{ publishedAt: new Date(T0 - 9 * HOUR), settings: { handler: 'a.b', environment: { KEY: 'h1' } } },
      },
      {
        ...{ ...common, version: '10', codeSha256: 'b', memoryMb: 1024, timeoutS: 10 },
        ...{ publishedAt: new Date(T0 - HOUR), settings: { handler: 'a.b', environment: { KEY: 'h2' } } },
      },
    ],
  })
  await seedAlias(db, fn, 'live', '9', { '10': 0.25 })
  await seedInvocations(db, fn, [
    ...calls('9', OLD, { slowness: 1, failing: 100 }),
    ...calls('10', NEW, { slowness: 1.5, failing: 10 }),
  ])
  await seedLogCoverage(db, fn, T0 - HOUR, T0 + HOUR)
  const covered: [number, number][] = [[T0 - HOUR, T0 + HOUR]]
  const counts = [
    { qualifier: '', executedVersion: '', calls: OLD + NEW, errors: OLD / 100 + NEW / 10 },
    { qualifier: 'live', executedVersion: '', calls: OLD + NEW, errors: OLD / 100 + NEW / 10 },
    { qualifier: 'live', executedVersion: '9', calls: OLD, errors: OLD / 100 },
    { qualifier: 'live', executedVersion: '10', calls: NEW, errors: NEW / 10 },
  ]
  for (const { calls: count, errors, ...set } of counts) {
    await seedSeries(db, fn, { ...set, covered, points: { 0: count } })
    await seedSeries(db, fn, { ...set, covered, metric: 'Errors', points: { 0: errors } })
    await seedSeries(db, fn, { ...set, covered, metric: 'Throttles' })
  }
  identity = await getFunctionIdentity(db, 'canary')
})
afterAll(() => db.close())

const compare = (own: Record<string, unknown> = {}) =>
  getComparison(
    db,
    identity,
    { first: '9', second: '10', firstFrom: T0, firstTo: T0 + HOUR, secondFrom: T0, secondTo: T0 + HOUR, ...own },
    LATER,
  )

it('finds the worse version of a canary, and shows what sets it apart', async () => {
  const { first, second, verdict, tests, differences } = await compare()
  expect(first).toMatchObject({ invocations: OLD, errors: 4, logged: OLD })
  expect(second).toMatchObject({ invocations: NEW, errors: 20, logged: NEW })
  expect(verdict).toBe('worse')
  expect(tests.map(({ kind, verdict: found }) => [kind, found])).toEqual([
    ['errors', 'worse'],
    ['durations', 'worse'],
    ['tail', 'worse'],
  ])
  expect(differences).toEqual([
    { field: 'codeSha256', before: 'a', after: 'b' },
    { field: 'memoryMb', before: '512', after: '1024' },
    { field: 'environment.KEY', before: 'a value', after: 'another value' },
  ])
})

it('compares anything with itself, and all traffic with what it was before', async () => {
  const same = await compare({ first: '9', second: '9', firstFrom: T0 - HOUR, firstTo: T0 })
  expect(same).toMatchObject({ differences: [], verdict: 'not enough data' })
  const before = await compare({ first: undefined, second: undefined, firstFrom: T0 - HOUR, firstTo: T0 })
  expect(before.first).toMatchObject({ qualifier: null, invocations: 0, p50Ms: null, usdPerMillion: null })
  expect(before.second.invocations).toBe(OLD + NEW)
  expect(before.reason).toContain('first has 0')
})

it.each([
  ['a version and itself', { first: '9', second: '9' }],
  ['a version and itself over a part of the window', { first: '9', second: '9', firstTo: T0 + MINUTE }],
  ['all traffic and a part of it', { first: undefined }],
  ['an alias and a version that it leads to', { first: 'live' }],
])('gives no verdict on %s, which share invocations', async (_name, own) => {
  const { verdict, tests, reason } = await compare(own)
  expect([verdict, tests]).toEqual([null, []])
  expect(reason).toContain('share invocations')
})

it('gives no verdict on an alias and a version of which nobody tells the calls apart', async () => {
  const fn = await seedFunction(db, await seedPlace(db, 'eu-south-1'), 'untold')
  await seedAlias(db, fn, 'a', '1')
  await seedAlias(db, fn, 'b', '2')
  await seedInvocations(db, fn, [
    ...calls('1', 400, { slowness: 1, failing: 10 }),
    ...calls('2', 200, { slowness: 1, failing: 100 }),
  ])
  await seedLogCoverage(db, fn, T0 - HOUR, T0 + HOUR)
  // As many calls of each alias as neither version alone can have run.
  const covered: [number, number][] = [[T0 - HOUR, T0 + HOUR]]
  for (const [qualifier, count] of [
    ['', 600],
    ['a', 300],
    ['b', 300],
  ] as const) {
    await seedSeries(db, fn, { qualifier, covered, points: { 0: count } })
    await seedSeries(db, fn, { qualifier, covered, metric: 'Errors', points: { 0: count / 100 } })
  }
  const windows = { firstFrom: T0, firstTo: T0 + HOUR, secondFrom: T0, secondTo: T0 + HOUR }
  const untold = await getFunctionIdentity(db, 'untold')
  for (const [first, second] of [
    ['a', '1'],
    ['1', 'a'],
  ]) {
    const answer = await getComparison(db, untold, { ...windows, first, second }, LATER)
    expect([answer.first.invocations, answer.second.invocations].toSorted()).toEqual([300, 400])
    expect(answer).toMatchObject({ verdict: null, tests: [], reason: expect.stringContaining('share invocations') })
  }
})

it('counts nothing of a window of which not one minute is read yet', async () => {
  const fn = await seedFunction(db, await seedPlace(db, 'eu-south-2'), 'begun')
  await seedLogCoverage(db, fn, T0 - HOUR, T0 + MINUTE / 3)
  const covered: [number, number][] = [[T0 - HOUR, T0 + MINUTE]]
  for (const metric of ['Invocations', 'Errors']) await seedSeries(db, fn, { metric, covered, points: {} })
  const windows = { firstFrom: T0 - HOUR, firstTo: T0, secondFrom: T0, secondTo: T0 + 10 * MINUTE }
  const both = { ...windows, first: undefined, second: undefined }
  const answer = await getComparison(db, await getFunctionIdentity(db, 'begun'), both, T0 + 10 * MINUTE)
  expect(answer.first).toMatchObject({ countedToMs: T0, logged: 0, reason: null })
  expect(answer.second).toMatchObject({
    ...{ countedToMs: T0 + MINUTE, logged: null, invocations: 0 },
    reason: expect.stringContaining('not all read'),
  })
})

it('counts calls and Durations over one stretch, and says how far', async () => {
  // CloudWatch has answered for half an hour, the lines are read for the whole hour.
  const fn = await seedFunction(db, await seedPlace(db, 'eu-central-1'), 'running')
  await seedInvocations(db, fn, calls('1', 300, { slowness: 1, failing: 10 }))
  await seedLogCoverage(db, fn, T0 - HOUR, T0 + HOUR)
  const covered: [number, number][] = [[T0 - HOUR, T0 + 45 * MINUTE]]
  for (const metric of ['Invocations', 'Errors', 'Throttles']) {
    await seedSeries(db, fn, {
      metric,
      covered,
      points: metric === 'Throttles' ? {} : { 0: metric === 'Errors' ? 27 : 270 },
    })
  }
  const windows = { firstFrom: T0 - HOUR, firstTo: T0, secondFrom: T0, secondTo: T0 + HOUR }
  const both = { ...windows, first: undefined, second: undefined }
  const { first, second } = await getComparison(db, await getFunctionIdentity(db, 'running'), both, T0 + HOUR)
  expect(first.countedToMs).toBe(T0)
  expect(second).toMatchObject({ countedToMs: T0 + 45 * MINUTE, invocations: 270, logged: 270 })
})

it('refuses a qualifier that does not exist and a window that is none', async () => {
  await expect(compare({ second: 'nope' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(compare({ firstTo: T0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('says nothing of lines that are not read', async () => {
  const { second, tests, verdict } = await compare({ secondFrom: T0 + HOUR, secondTo: T0 + 2 * HOUR })
  expect(second).toMatchObject({ logged: null, p50Ms: null, invocations: null })
  expect([tests, verdict]).toEqual([[], 'not enough data'])
})

it('lists versions with what they did, and the traffic that an alias really got', async () => {
  const { versions, aliases, pair, isWhole } = await getVersions(db, identity, { from: T0, to: T0 + HOUR }, LATER)
  expect(isWhole).toBe(true)
  expect(
    versions.map(({ version, previous, invocations, errors, aliases: names }) => [
      version,
      previous,
      invocations,
      errors,
      names,
    ]),
  ).toEqual([
    ['$LATEST', '10', 0, 0, []],
    ['10', '9', NEW, 20, ['live']],
    ['9', null, OLD, 4, ['live']],
  ])
  expect(pair).toEqual({ first: '9', second: '10' })
  expect(aliases).toHaveLength(1)
  expect(aliases[0]).toMatchObject({ alias: 'live', invocations: OLD + NEW, changedAtMs: null })
  expect(
    aliases[0]?.routes.map(({ version, weight, invocations, errors, share }) => [
      version,
      weight,
      invocations,
      errors,
      share,
    ]),
  ).toEqual([
    ['9', 0.75, OLD, 4, OLD / (OLD + NEW)],
    ['10', 0.25, NEW, 20, NEW / (OLD + NEW)],
  ])
})

it('gives all calls of an alias to its one version, unless it led to another in the window', async () => {
  const fn = await seedFunction(db, await seedPlace(db, 'us-east-1'), 'steady')
  await seedAlias(db, fn, 'prod', '10')
  const version = { functionId: fn.id, version: '10', seenAt: new Date(T0) }
  await db.prisma.functionVersion.create({ data: { ...version, publishedAt: new Date(T0 - HOUR) } })
  const covered: [number, number][] = [[T0, T0 + HOUR]]
  for (const qualifier of ['', 'prod']) {
    await seedSeries(db, fn, { qualifier, covered, points: { 0: 20 } })
    await seedSeries(db, fn, { qualifier, covered, metric: 'Errors', points: { 0: 3 } })
  }
  const steady = await getFunctionIdentity(db, 'steady')
  const aliasesNow = async () => (await getVersions(db, steady, { from: T0, to: T0 + HOUR }, LATER)).aliases
  const route = { version: '10', weight: 1, invocations: 20, errors: 3, share: 1, shareLower: 1, shareUpper: 1 }
  expect(await aliasesNow()).toMatchObject([{ alias: 'prod', invocations: 20, changedAtMs: null, routes: [route] }])
  const untold = { version: '10', invocations: null, errors: null, share: null }
  const publish = (publishedAt: Date) =>
    db.prisma.functionVersion.updateMany({ where: { functionId: fn.id }, data: { publishedAt } })
  // Nobody looked when it was pointed there: it led elsewhere before the version was published.
  await publish(new Date(T0 + MINUTE))
  expect((await aliasesNow())[0]?.routes).toMatchObject([untold])
  await publish(new Date(T0 - HOUR))
  const at = new Date(T0 + MINUTE)
  const change = { functionId: fn.id, accountRegionId: fn.place.id, at, knownAfter: at, noticedAt: at }
  await db.prisma.functionChange.create({ data: { ...change, kind: 'alias', subject: 'prod' } })
  const [moved] = await aliasesNow()
  expect(moved).toMatchObject({ invocations: 20, changedAtMs: T0 + MINUTE })
  expect(moved?.routes).toMatchObject([untold])
})

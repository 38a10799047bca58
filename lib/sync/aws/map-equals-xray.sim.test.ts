import { GetServiceGraphCommand, type Service, XRayClient } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getMap } from '@/lib/server/queries/get-map'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  pull,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'
import { rollUpAllGraphs } from '@/lib/sync/testing/roll-up-all-graphs'

const REGION = 'eu-west-1'
/** As far as GetServiceGraph answers at once. */
const FROM_MS = TEST_NOW_MS - 6 * HOUR_MS

type MapResponse = Awaited<ReturnType<typeof getMap>>

let world: TestWorld
let db: TestDb
let client: XRayClient

beforeAll(async () => {
  world = await startWorld({ functions: 40, hours: 3 })
  db = await openTestDb()
  await pull(db.url)
  await rollUpAllGraphs(db, TEST_NOW_MS)
  client = new XRayClient({
    endpoint: world.url,
    region: REGION,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
}, 180_000)

afterAll(async () => {
  client?.destroy()
  await db?.drop()
  await world?.stop()
})

async function askServiceGraph(): Promise<Service[]> {
  const services: Service[] = []
  let NextToken: string | undefined
  do {
    const window = { StartTime: new Date(FROM_MS), EndTime: new Date(TEST_NOW_MS) }
    const answer = await client.send(new GetServiceGraphCommand({ ...window, NextToken }))
    services.push(...(answer.Services ?? []))
    NextToken = answer.NextToken
  } while (NextToken !== undefined)
  return services
}

/**
 * What the two agree in: which nodes and edges there are, of which kind, and how calls ended. X-Ray draws what a topic or bus
 * hands over as a call, measured by the target's own time; here it is a link, as from a queue, whose time is the message's age.
 * It names the account that calls a host outside of AWS; here that has none, so that it is one node whoever calls it.
 */
type Facts = Record<string, string>
type Quantiles = { p50Ms: number | null; p95Ms: number | null }
type Times = Record<string, Quantiles>

const HANDS_OVER = /^AWS::(SNS|Events)/

function counts(statistics: Service['SummaryStatistics']): string {
  const { TotalCount, OkCount, ErrorStatistics, FaultStatistics } = statistics ?? {}
  const { ThrottleCount, OtherCount } = ErrorStatistics ?? {}
  return [TotalCount, OkCount, OtherCount, ThrottleCount, FaultStatistics?.TotalCount].join(' ')
}

const nodeKey = (type = '', name = '', accountId: string | null = null) =>
  `${type} ${name} ${type === 'remote' ? '-' : (accountId ?? '-')}`

/** Each node and edge once, whatever else there is between the same two. */
function put<Value>(into: Record<string, Value>, key: string, value: NoInfer<Value>): void {
  expect(into[key], `${key} is there twice`).toBeUndefined()
  into[key] = value
}

function factsOfServices(services: readonly Service[]): { facts: Facts; times: Times } {
  const ids = new Map(services.map((one) => [one.ReferenceId, nodeKey(one.Type, one.Name, one.AccountId)]))
  const [facts, times]: [Facts, Times] = [{}, {}]
  for (const { ReferenceId, Type = '', Root, SummaryStatistics, DurationHistogram, Edges = [] } of services) {
    const from = ids.get(ReferenceId) ?? ''
    put(facts, from, `${counts(SummaryStatistics)} ${Root === true ? 'root' : ''}`)
    put(times, from, quantiles(DurationHistogram))
    for (const edge of Edges) {
      const kind = edge.EdgeType === 'link' || HANDS_OVER.test(Type) ? 'link' : 'call'
      const key = `${from} > ${ids.get(edge.ReferenceId)} ${kind}`
      put(facts, key, counts(edge.SummaryStatistics))
      if (kind === 'call') put(times, key, quantiles(edge.ResponseTimeHistogram))
    }
  }
  return { facts, times }
}

/** X-Ray tells values of two digits, each with how many there are. */
function quantiles(histogram: Service['DurationHistogram'] = []): Quantiles {
  const total = histogram.reduce((sum, { Count = 0 }) => sum + Count, 0)
  const at = (quantile: number) => {
    let left = Math.max(1, Math.ceil(quantile * total))
    const entry = histogram.find(({ Count = 0 }) => {
      left -= Count
      return left <= 0
    })
    return entry?.Value === undefined ? null : entry.Value * 1_000
  }
  return { p50Ms: at(0.5), p95Ms: at(0.95) }
}

function factsOfMap({ nodes, edges }: MapResponse): { facts: Facts; times: Times } {
  const ids = new Map(nodes.map(({ id, type, name, accountId }) => [id, nodeKey(type, name, accountId)]))
  const said = ({ stats }: { stats: MapResponse['nodes'][number]['stats'] }) =>
    [stats.count, stats.ok, stats.error, stats.throttle, stats.fault].join(' ')
  const [facts, times]: [Facts, Times] = [{}, {}]
  for (const { id, root, stats } of nodes) {
    put(facts, ids.get(id) ?? '', `${said({ stats })} ${root ? 'root' : ''}`)
    put(times, ids.get(id) ?? '', stats)
  }
  for (const { from, to, kind, stats } of edges) {
    const key = `${ids.get(from)} > ${ids.get(to)} ${kind}`
    put(facts, key, said({ stats }))
    if (kind === 'call') put(times, key, stats)
  }
  return { facts, times }
}

async function readMap(fromMs: number, toMs: number): Promise<MapResponse> {
  return getMap(db, { from: fromMs, to: toMs, region: REGION }, TEST_NOW_MS)
}

it('has the nodes and edges of X-Ray, each with the same root, kind and outcomes', async () => {
  const map = await readMap(FROM_MS, TEST_NOW_MS)
  const { facts } = factsOfMap(map)
  expect(facts).toEqual(factsOfServices(await askServiceGraph()).facts)
  expect(map.nodes.length).toBeGreaterThan(30)
  expect(map.traces).toBeGreaterThan(100)
  const kinds = Object.keys(facts).map((key) => `${HANDS_OVER.test(key) ? 'handed over' : ''} ${key.split(' ').at(-1)}`)
  expect(kinds).toEqual(expect.arrayContaining([' call', ' link', 'handed over link']))
})

it('tells the times of X-Ray, within the 1 % of its sketches and the two digits of the histogram', async () => {
  const { times } = factsOfMap(await readMap(FROM_MS, TEST_NOW_MS))
  const told = factsOfServices(await askServiceGraph()).times
  expect(Object.keys(times).sort()).toEqual(Object.keys(told).sort())
  let compared = 0
  for (const [key, { p50Ms, p95Ms }] of Object.entries(told)) {
    for (const [name, expected, actual] of [
      ['p50', p50Ms, times[key]?.p50Ms ?? null],
      ['p95', p95Ms, times[key]?.p95Ms ?? null],
    ] as const) {
      expect(actual === null, `${key} ${name}`).toBe(expected === null)
      if (actual === null || expected === null) continue
      compared += 1
      expect(Math.abs(actual - expected), `${key} ${name}: ${actual} for ${expected}`).toBeLessThan(
        0.5 + expected * 0.062,
      )
    }
  }
  expect(compared).toBeGreaterThan(100)
})

it('knows of every dashed edge by the call that its links name, or by the IDs of messages where their reader notes them', async () => {
  const { edges } = await readMap(FROM_MS, TEST_NOW_MS)
  const evidence = new Map<string, number>()
  const joined = edges.filter((edge) => edge.evidence !== null)
  for (const edge of joined) evidence.set(`${edge.evidence}`, (evidence.get(`${edge.evidence}`) ?? 0) + 1)
  expect([...evidence.keys()].sort()).toEqual(['link', 'message-id'])
  const noted = joined.filter((edge) => edge.evidence === 'message-id')
  // As many as X-Ray's links tell: a link and an ID of the same message count once.
  expect(noted.map(({ to }) => to)).toEqual([expect.stringContaining('order-events')])
  expect(noted[0]?.stats.count).toBeGreaterThan(10)
})

it('adds up to the same whatever a window is parted into', async () => {
  const whole = await readMap(FROM_MS, TEST_NOW_MS)
  const cut = TEST_NOW_MS - HOUR_MS - 7 * 60_000 - 1_234
  const parts = await Promise.all([readMap(FROM_MS, cut), readMap(cut, TEST_NOW_MS)])
  expect(parts.reduce((sum, { traces }) => sum + traces, 0)).toBe(whole.traces)
  for (const node of whole.nodes) {
    const own = parts.flatMap(({ nodes }) => nodes.filter(({ id }) => id === node.id))
    expect(
      own.reduce((sum, { stats }) => sum + stats.fault, 0),
      node.id,
    ).toBe(node.stats.fault)
    expect(
      own.reduce((sum, { stats }) => sum + stats.count, 0),
      node.id,
    ).toBe(node.stats.count)
  }
})

it('counts S3 GetObject apart from PutObject, and together as many as the edge', async () => {
  const { edges } = await readMap(FROM_MS, TEST_NOW_MS)
  const names = new Set(edges.flatMap(({ operations }) => operations.map(({ operation }) => operation)))
  expect([...names]).toEqual(expect.arrayContaining(['GetObject', 'PutObject', 'SendMessage', 'Invoke']))
  for (const { operations, stats } of edges) {
    expect(operations.reduce((sum, one) => sum + one.stats.count, 0)).toBe(stats.count)
  }
})

it('limits the map to the traces of one function, and of what ran as one of its versions', async () => {
  const request = { from: FROM_MS, to: TEST_NOW_MS, region: REGION, functionName: 'orders-api' }
  const all = await readMap(FROM_MS, TEST_NOW_MS)
  const own = await getMap(db, request, TEST_NOW_MS)
  const path = `/_truth/invocations?region=${REGION}&function=orders-api&from=${FROM_MS}&to=${TEST_NOW_MS}`
  const ran = await askSimulator<{ executedVersion: string; traceId: string | null }[]>(world, path)
  const tracesOf = (isOwn: (version: string) => boolean) =>
    new Set(ran.filter((one) => one.traceId !== null && isOwn(one.executedVersion)).map(({ traceId }) => traceId)).size
  const versions = [...new Set(ran.map(({ executedVersion }) => executedVersion))]
  expect(versions.length).toBeGreaterThan(1)
  for (const qualifier of versions) {
    const map = await getMap(db, { ...request, qualifier }, TEST_NOW_MS)
    expect([qualifier, map.traces]).toEqual([qualifier, tracesOf((version) => version === qualifier)])
  }
  const count = (map: MapResponse) =>
    map.nodes.find(({ type, name }) => type === 'AWS::Lambda::Function' && name === 'orders-api')?.stats.count ?? 0
  expect(count(own)).toBe(count(all))
  expect(own.nodes.length).toBeLessThan(all.nodes.length)
})

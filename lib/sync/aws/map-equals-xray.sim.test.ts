import { GetServiceGraphCommand, type Service, XRayClient } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getMap } from '@/lib/server/queries/get-map'
import {
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

type Facts = Record<string, string>

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

function counts(statistics: Service['SummaryStatistics']): string {
  const { TotalCount, OkCount, ErrorStatistics, FaultStatistics } = statistics ?? {}
  const { ThrottleCount, OtherCount } = ErrorStatistics ?? {}
  return [TotalCount, OkCount, OtherCount, ThrottleCount, FaultStatistics?.TotalCount].join(' ')
}

function factsOfServices(services: readonly Service[]): Facts {
  const ids = new Map(services.map((service) => [service.ReferenceId, `${service.Type} ${service.Name}`]))
  const facts: Facts = {}
  for (const { ReferenceId, SummaryStatistics, Edges = [] } of services) {
    const from = ids.get(ReferenceId) ?? ''
    facts[from] = counts(SummaryStatistics)
    for (const edge of Edges) {
      facts[`${from} > ${ids.get(edge.ReferenceId)}`] = counts(edge.SummaryStatistics)
    }
  }
  return facts
}

function factsOfMap({ nodes, edges }: MapResponse): Facts {
  const names = new Map(nodes.map(({ id, type, name }) => [id, `${type} ${name}`]))
  const said = ({ stats }: { stats: MapResponse['nodes'][number]['stats'] }) =>
    [stats.count, stats.ok, stats.error, stats.throttle, stats.fault].join(' ')
  return Object.fromEntries([
    ...nodes.map((node) => [names.get(node.id), said(node)]),
    ...edges.map((edge) => [`${names.get(edge.from)} > ${names.get(edge.to)}`, said(edge)]),
  ])
}

async function readMap(fromMs: number, toMs: number): Promise<MapResponse> {
  return getMap(db, { from: fromMs, to: toMs, region: REGION }, TEST_NOW_MS)
}

it('counts every service and every edge as X-Ray does', async () => {
  const services = await askServiceGraph()
  const map = await readMap(FROM_MS, TEST_NOW_MS)
  expect(factsOfMap(map)).toEqual(factsOfServices(services))
  expect(map.nodes.length).toBeGreaterThan(30)
  expect(map.traces).toBeGreaterThan(100)
})

it('joins consumers to their queues by the links that X-Ray draws dashed', async () => {
  const services = await askServiceGraph()
  const names = new Map(services.map(({ ReferenceId, Name }) => [ReferenceId, Name]))
  const linked = services.flatMap(({ Name, Edges = [] }) =>
    Edges.filter(({ EdgeType }) => EdgeType === 'link').map(({ ReferenceId }) => `${Name} > ${names.get(ReferenceId)}`),
  )
  const { nodes, edges } = await readMap(FROM_MS, TEST_NOW_MS)
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]))
  const dashed = edges
    .filter(({ kind }) => kind === 'link')
    .map(({ from, to }) => `${nameOf.get(from)} > ${nameOf.get(to)}`)
  expect(linked.length).toBeGreaterThan(0)
  expect(dashed).toEqual(expect.arrayContaining(linked))
  for (const edge of edges.filter(({ evidence }) => evidence !== null)) expect(edge.evidence).toBe('link')
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

it('limits the map to the traces of one function, and of one of its versions', async () => {
  const request = { from: FROM_MS, to: TEST_NOW_MS, region: REGION, functionName: 'orders-api' }
  const all = await readMap(FROM_MS, TEST_NOW_MS)
  const own = await getMap(db, request, TEST_NOW_MS)
  const { rows } = await db.pool.query<{ traces: number; version: string }>(
    `SELECT i.version, count(DISTINCT t.trace_id)::int AS traces FROM trace_function t JOIN lambda_function f ON f.id = t.function_id
     JOIN invocation i ON i.function_id = f.id AND i.trace_id = t.trace_id WHERE f.name = 'orders-api' GROUP BY 1 ORDER BY 2 DESC`,
  )
  const [busiest] = rows
  const version = await getMap(db, { ...request, qualifier: busiest?.version ?? '' }, TEST_NOW_MS)
  const count = (map: MapResponse) =>
    map.nodes.find(({ type, name }) => type === 'AWS::Lambda::Function' && name === 'orders-api')?.stats.count ?? 0
  expect(count(own)).toBe(count(all))
  expect(own.nodes.length).toBeLessThan(all.nodes.length)
  expect(version.traces).toBe(busiest?.traces)
  expect(count(version)).toBeLessThanOrEqual(count(own))
  expect(count(version)).toBeGreaterThan(0)
})

import { GetTraceSummariesCommand, XRayClient } from '@aws-sdk/client-xray'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { selectRows } from '@/lib/server/db'
import { listTraces } from '@/lib/server/queries/list-traces'
import { HOUR_MS, openTestDb, pull, TEST_NOW_MS, type TestDb } from '@/lib/sync/testing/open-test-pull'

const FROM_MS = TEST_NOW_MS - HOUR_MS
/** What began before is complete by now: retries end and late segments come within a quarter of an hour. */
const TO_MS = TEST_NOW_MS - 20 * 60_000

let simulator: TestSimulator
let db: TestDb
let names: { fn: string; api: string }

beforeAll(async () => {
  simulator = await startSimulator({ now: new Date(TEST_NOW_MS), frozen: true, seed: 1, functions: 40, hours: 1 })
  Object.assign(process.env, simulator.env)
  db = await openTestDb()
  await pull(db.url, { backfillMs: HOUR_MS, regions: ['eu-west-1'] })
  const [row] = await selectRows<{ fn: string; api: string }>(
    db.pool,
    `SELECT function_names[1] AS fn, entry_point AS api FROM trace WHERE has_fault AND http_url IS NOT NULL LIMIT 1`,
    [],
  )
  if (row === undefined) throw new Error('No request of an API failed')
  names = row
}, 180_000)

afterAll(async () => {
  await db?.drop()
  await simulator?.stop()
})

/** The IDs that X-Ray itself answers. */
async function askXray(filter: string): Promise<string[]> {
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  const xray = new XRayClient({ endpoint: simulator.url, region: 'eu-west-1', credentials })
  const ids = new Set<string>()
  let NextToken: string | undefined
  do {
    const window = { StartTime: new Date(FROM_MS), EndTime: new Date(TO_MS), FilterExpression: filter }
    const page = await xray.send(new GetTraceSummariesCommand({ ...window, NextToken }))
    for (const { Id } of page.TraceSummaries ?? []) if (Id !== undefined) ids.add(Id)
    NextToken = page.NextToken
  } while (NextToken)
  xray.destroy()
  return [...ids].sort()
}

async function askHere(filter: string): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const window = { from: FROM_MS, to: TO_MS + 1, limit: 1000, sort: 'newest' as const }
    const page = await listTraces(db, { ...window, filter, cursor: cursor ?? undefined }, TEST_NOW_MS)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids.sort()
}

it('finds the traces that GetTraceSummaries answers for the same expression', async () => {
  const { fn, api } = names
  const expressions = [
    ...['ok', 'error', 'fault', 'throttle', 'partial', '!ok', '!partial AND error', 'fault = true OR throttle = true'],
    ...[
      'responsetime > 0.5012345',
      'responsetime <= 0.0512345',
      'duration > 1.012345',
      'duration >= 0.2012345 AND duration < 0.4012345',
    ],
    ...[
      'http.status = 200',
      'http.status != 200',
      'http.status >= 500',
      'http.method = "POST"',
      'http.method != "POST"',
    ],
    ...[
      'http.url CONTAINS "/prod/"',
      'http.url BEGINSWITH "https://"',
      'http.url ENDSWITH "e"',
      'http.url CONTAINS ""',
    ],
    ...['http.useragent CONTAINS "Firefox"', 'http.clientip BEGINSWITH "203.0.113.1"', `name = "${api}"`],
    ...[
      `service("${fn}")`,
      `!service("${fn}")`,
      `service("${fn}") { fault }`,
      `service("${api}") { ok }`,
      'service() { throttle }',
    ],
    ...[`service(id(name: "${fn}", type: "AWS::Lambda::Function")) { fault OR responsetime > 1 }`],
    ...['service(id(type: "AWS::DynamoDB::Table")) { responsetime > 0.02 }', 'service("DynamoDB")'],
    ...[
      'annotation.ColdStart = true',
      'annotation[ColdStart] = false',
      'annotation.ColdStart',
      '!annotation.ColdStart',
    ],
    ...[
      'annotation.aws:api_stage = "prod"',
      'annotation[Service] BEGINSWITH "o"',
      'annotation[aws.runtimeOverhead] > 0.5',
    ],
    ...[
      '(fault OR error) AND http.method = "GET" AND responsetime > 0.01',
      `service("${fn}") AND annotation.ColdStart = true`,
    ],
  ]
  let found = 0
  const differences: unknown[] = []
  for (const expression of expressions) {
    const [here, there] = [new Set(await askHere(expression)), new Set(await askXray(expression))]
    const [onlyHere, onlyThere] = [[...here].filter((id) => !there.has(id)), [...there].filter((id) => !here.has(id))]
    if (onlyHere.length + onlyThere.length > 0) differences.push({ expression, onlyHere, onlyThere })
    if (here.size > 0) found += 1
  }
  expect(differences).toEqual([])
  // Most of them find something, so that equal answers say something.
  expect(found).toBeGreaterThan(30)
}, 180_000)

it('finds what X-Ray’s filters of calls and root causes are for', async () => {
  const { fn, api } = names
  const edge = await askHere(`edge("${api}", "${fn}")`)
  expect(edge.length).toBeGreaterThan(0)
  expect(await askHere(`service("${api}") AND service("${fn}") AND !edge("${api}", "${fn}")`)).toEqual([])
  const faults = await askHere('fault')
  expect(await askHere('rootcause.fault.service')).toEqual(faults)
  expect(await askHere(`rootcause.fault.service { first and name = "${api}" }`)).toEqual(
    await askHere(`fault AND name = "${api}"`),
  )
})

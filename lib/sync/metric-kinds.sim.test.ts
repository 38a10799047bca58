import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  pull,
  pullInventory,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'

/** CloudWatch's newest two minutes are not read yet. */
const TO_MS = TEST_NOW_MS - 120_000
const FROM_MS = TO_MS - HOUR_MS
const WINDOW = { backfillMs: 2 * HOUR_MS, regions: ['eu-west-1'] }

type TrueFunction = { region: string; name: string; all: { invocations: number; errors: number; throttles: number } }

let world: TestWorld
let db: TestDb
let truth: Map<string, TrueFunction['all']>

beforeAll(async () => {
  world = await startWorld({ functions: 44, hours: 3 })
  db = await openTestDb()
  const rules = ['GetMetricData', 'ListMetrics', 'GetTraceSummaries', 'BatchGetTraces'].flatMap((operation) => [
    { kind: 'throttle', operation, every: 5 },
    { kind: '500', operation, every: 7 },
  ])
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rules) })
  for (let retry = 0; retry < 3; retry += 1) {
    await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE state <> 'ok'`)
    await pull(db.url, WINDOW)
  }
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE state <> 'ok'`)
  await pull(db.url, WINDOW)
  const query = `/_truth?from=${FROM_MS}&to=${TO_MS}&region=eu-west-1`
  const { functions } = await askSimulator<{ functions: TrueFunction[] }>(world, query)
  truth = new Map(functions.map(({ name, all }) => [name, all]))
}, 240_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
})

/** Sum over the window of a series of a function as a whole; null where it is not stored or not covered. */
async function sumOf(name: string, metric: string, subject = '%', qualifier = ''): Promise<number | null> {
  const [row] = await selectRows<{ sum: number | null }>(
    db.pool,
    `SELECT (SELECT coalesce(sum(value), 0) FROM metric_hour h, unnest(h.points) WITH ORDINALITY AS p(value, minute)
        WHERE h.series_id = s.id AND h.at + (minute - 1) * interval '1 minute' >= $5
          AND h.at + (minute - 1) * interval '1 minute' < $6) AS sum
     FROM metric_series s JOIN lambda_function f ON f.id = s.function_id
     WHERE f.name = $1 AND s.metric = $2 AND s.subject LIKE $3 AND s.qualifier = $4 AND s.covered @> tstzrange($5, $6)`,
    [name, metric, subject, qualifier, new Date(FROM_MS), new Date(TO_MS)],
  )
  return row?.sum ?? null
}

describe('metrics that only some kinds of functions have', () => {
  it('has the requests of a function URL, also by its own name for $LATEST', async () => {
    const { invocations = 0, throttles = 0 } = truth.get('recommendations') ?? {}
    expect(invocations).toBeGreaterThan(0)
    expect(await sumOf('recommendations', 'UrlRequestCount')).toBe(invocations + throttles)
    const [set] = await selectRows<{ qualifier: string }>(
      db.pool,
      `SELECT s.qualifier FROM metric_series s JOIN lambda_function f ON f.id = s.function_id
       WHERE f.name = 'webhook-receiver' AND s.metric = 'UrlRequestCount' AND s.qualifier <> ''`,
      [],
    )
    const { invocations: calls = 0, throttles: refused = 0 } = truth.get('webhook-receiver') ?? {}
    expect(await sumOf('webhook-receiver', 'UrlRequestCount', '', set?.qualifier)).toBe(calls + refused)
  })

  it('has the events of a mapping that publishes them, and says of the others that they do not', async () => {
    const { invocations = 0, errors = 0 } = truth.get('order-saga') ?? {}
    expect(invocations).toBeGreaterThan(0)
    expect(await sumOf('order-saga', 'PolledEventCount', 'mapping/%')).toBe(invocations)
    expect(await sumOf('order-saga', 'DeletedEventCount', 'mapping/%')).toBe(invocations - errors)
    const states = await selectRows<{ name: string; state: string }>(
      db.pool,
      `SELECT DISTINCT f.name, s.state FROM metric_series s JOIN lambda_function f ON f.id = s.function_id
       WHERE s.metric = 'PolledEventCount' AND f.name IN ('order-saga', 'order-events') ORDER BY 1`,
      [],
    )
    expect(states).toEqual([
      { name: 'order-events', state: 'not-enabled' },
      { name: 'order-saga', state: 'asked' },
    ])
  })

  it('has durable executions, and managed instances by provider and by version', async () => {
    expect(await sumOf('order-saga', 'DurableExecutionStarted')).toBe(truth.get('order-saga')?.invocations)
    expect(
      await sumOf('image-resizer', 'ExecutionEnvironmentConcurrency', 'provider/shop-instances', '1'),
    ).toBeGreaterThan(0)
    const [provider] = await selectRows<{ statistics: string[] }>(
      db.pool,
      `SELECT array_agg(statistic ORDER BY statistic) AS statistics FROM metric_series
       WHERE function_id = 0 AND subject = 'provider/shop-instances/m8g.large' AND metric = 'CPUUtilization' AND last_point_at IS NOT NULL`,
      [],
    )
    expect(provider?.statistics).toEqual(['Average', 'Maximum'])
  })

  it('asks CloudWatch for durations only where no log line tells them', async () => {
    const asked = await selectRows<{ name: string }>(
      db.pool,
      `SELECT DISTINCT f.name FROM metric_series s JOIN lambda_function f ON f.id = s.function_id
       WHERE s.metric = 'Duration' AND s.state = 'asked' AND s.qualifier = '' ORDER BY 1`,
      [],
    )
    expect(asked.map(({ name }) => name)).toEqual(['access-log', 'receipt-archive'])
  })
})

/** Lists all metrics again, and pulls those that this makes due. */
async function listAgain(nowMs = TEST_NOW_MS): Promise<void> {
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'infinity' WHERE kind <> 'metrics'`)
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch', cursor = '{}' WHERE step = 'metric-list'`)
  await pull(db.url, { ...WINDOW, nowMs })
}

async function readSeries(name: string): Promise<Map<string, { state: string; coveredTo: Date | null }>> {
  const rows = await selectRows<{ key: string; state: string; coveredTo: Date | null }>(
    db.pool,
    `SELECT concat_ws(' ', s.metric, nullif(s.qualifier, ''), nullif(split_part(s.subject, '/', 1), '')) AS key, s.state,
       upper(s.covered) AS "coveredTo"
     FROM metric_series s JOIN lambda_function f ON f.id = s.function_id WHERE f.name = $1`,
    [name],
  )
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}

describe('series that need not be asked for', () => {
  const asked = async () => {
    const calls = await askSimulator<{ operation: string; calls: number }[]>(world, '/_calls')
    return calls.find(({ operation }) => operation === 'GetMetricData')?.calls ?? 0
  }

  it('are those that a listing names, but that were read a moment ago', async () => {
    const before = await asked()
    await listAgain()
    expect(await asked()).toBe(before)
  })

  it('are those of $LATEST where nothing else can be called, until something can', async () => {
    const { invocations = 0 } = truth.get('recommendations') ?? {}
    const isKnown = async () => expect(await sumOf('recommendations', 'Invocations', '', '$LATEST')).toBe(invocations)
    const stateOf = async () => (await readSeries('recommendations')).get('Invocations $LATEST')?.state
    expect(invocations).toBeGreaterThan(0)
    expect(await stateOf()).toBe('as-whole')
    await isKnown()
    await db.pool.query(`
      INSERT INTO function_alias (function_id, name, version, weights, seen_at)
      SELECT id, 'first', '$LATEST', '{}', now() FROM lambda_function WHERE name = 'recommendations'`)
    const before = await asked()
    await listAgain()
    expect(await stateOf()).toBe('asked')
    expect(await asked()).toBeGreaterThan(before)
    await isKnown()
  })

  it('are those of what is gone, of which nothing is said any more', async () => {
    await db.pool.query(`UPDATE function_alias SET gone_at = now() WHERE name = 'first'`)
    await db.pool.query(`UPDATE event_source_mapping SET gone_at = now()
      WHERE function_id = (SELECT id FROM lambda_function WHERE name = 'order-saga')`)
    const before = await readSeries('recommendations')
    await listAgain(TEST_NOW_MS + 20 * 60_000)
    const after = await readSeries('recommendations')
    const key = 'Errors first'
    expect([before.get(key)?.state, after.get(key)?.state]).toEqual(['unlisted', 'gone'])
    expect(after.get(key)?.coveredTo).toEqual(before.get(key)?.coveredTo)
    expect((await readSeries('order-saga')).get('PolledEventCount mapping')?.state).toBe('gone')
  })
})

it('asks how many environments a version may have of managed instances alone, and tells that they became others', async () => {
  const readScaling = () =>
    selectRows<{ name: string; version: string; min: number; max: number }>(
      db.pool,
      `SELECT f.name, s.version, s.min_environments AS min, s.max_environments AS max
       FROM function_scaling s JOIN lambda_function f ON f.id = s.function_id`,
      [],
    )
  expect(await readScaling()).toEqual([{ name: 'image-resizer', version: '1', min: 3, max: 15 }])
  const set = { scaling: [{ version: '1', min: 3, max: 40 }] }
  const body = JSON.stringify({ region: 'eu-west-1', functionName: 'image-resizer', set })
  await askSimulator(world, '/_changes', { method: 'POST', body })
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE kind = 'inventory'`)
  await pullInventory(db, { nowMs: TEST_NOW_MS + 2 * HOUR_MS, region: 'eu-west-1' })
  expect(await readScaling()).toEqual([{ name: 'image-resizer', version: '1', min: 3, max: 40 }])
  const changes = await selectRows(
    db.pool,
    `SELECT subject, before, after FROM function_change WHERE kind = 'scaling'`,
    [],
  )
  expect(changes).toEqual([{ subject: '1', before: { max_environments: 15 }, after: { max_environments: 40 } }])
  const asked = await askSimulator<{ operation: string; calls: number }[]>(world, '/_calls')
  expect(asked.find(({ operation }) => operation === 'GetFunctionScalingConfig')?.calls).toBeLessThan(8)
})

it('meters to the cent what AWS bills, throttles and retries included', async () => {
  const bill = await askSimulator<{
    totalUsd: number
    calls: number
    byApi: { operation: string; calls: number; billedUnits: number }[]
  }>(world, '/_bill')
  const metered = await selectRows<{ operation: string; calls: number; billedUnits: number }>(
    db.pool,
    `SELECT operation, sum(calls)::int AS calls, sum(billed_units)::int AS "billedUnits" FROM api_usage GROUP BY 1 ORDER BY 1`,
    [],
  )
  const ofBill = bill.byApi.map(({ operation, calls, billedUnits }) => ({ operation, calls, billedUnits }))
  expect(metered).toEqual(ofBill.sort((a, b) => (a.operation < b.operation ? -1 : 1)))
  expect(metered.find(({ operation }) => operation === 'GetMetricData')?.billedUnits).toBeGreaterThan(100)
})

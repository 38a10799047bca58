import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { dumpRows } from '@/lib/sync/testing/dump-rows'
import { rollUpAllGraphs } from '@/lib/sync/testing/roll-up-all-graphs'

const TABLES = [
  'log_stream',
  'log_event',
  'invocation',
  'invocation_minute',
  'invocation_hour',
  'invocation_day',
  'invocation_week',
  'cost_day',
  'metric_hour',
  'metric_day',
  'metric_week',
  'trace',
  'trace_documents',
  'trace_function',
  'trace_graph',
  'graph_bucket',
] as const

const INVENTORY = [
  'lambda_function',
  'function_version',
  'function_alias',
  'provisioned_concurrency',
  'function_scaling',
  'function_policy',
  'event_invoke_config',
  'function_url',
  'event_source_mapping',
] as const
/** By then every stretch of time is over. Graphs of hours and days follow traces when the step is due, which depends on the pull. */
const LONG_AFTER_MS = Date.UTC(2100, 0)
/** When something was looked at, which two pulls need not agree in. */
const TRACE_LOOKS = ['fetched_at', 'fetch_after']
const LOOKS = ['seen_at', 'details_at', 'details_known_at', 'configuration_at', 'recursion_at', 'runtime_management_at']

/* From where on, and in how many pieces. Up to when depends on what rested when. */
const COVERED = `
  SELECT jsonb_build_array(p.region, of.name, lower(of.covered), (SELECT count(*) FROM unnest(of.covered)))::text AS row
  FROM (
    SELECT account_region_id, jsonb_build_array(step, subject) AS name, covered FROM sync_state
    UNION ALL
    SELECT m.account_region_id, jsonb_build_array(f.name, qualifier, executed_version, subject, metric, statistic), covered
    FROM metric_series m LEFT JOIN lambda_function f ON f.id = m.function_id WHERE m.state = 'asked'
  ) AS of JOIN account_region p ON p.id = of.account_region_id ORDER BY 1`

/** What is there, without what was and is gone. */
async function dumpInventory(pool: pg.Pool): Promise<Map<string, string[]>> {
  const withoutLooks = (text: string): string[] => {
    const { gone_at: goneAt = null, ...row }: Record<string, unknown> = JSON.parse(text)
    const kept = Object.entries(row).filter(([name]) => !LOOKS.includes(name))
    return goneAt === null ? [JSON.stringify(Object.fromEntries(kept))] : []
  }
  const dump = await dumpRows(pool, INVENTORY)
  return new Map([...dump].map(([table, rows]) => [table, rows.flatMap(withoutLooks).sort()]))
}

/** What two pulls of the same time must agree in, whatever went wrong in one of them. */
export async function dumpComparable(pool: pg.Pool): Promise<Map<string, string[]>> {
  await rollUpAllGraphs({ pool }, LONG_AFTER_MS)
  const dump = await dumpRows(pool, TABLES)
  dump.set('trace', (dump.get('trace') ?? []).map(withoutTraceLooks).sort())
  const covered = await selectRows<{ row: string }>(pool, COVERED, [])
  dump.set(
    'covered',
    covered.map(({ row }) => row),
  )
  return new Map([...withoutDurations(dump), ...(await dumpInventory(pool))])
}

function withoutTraceLooks(text: string): string {
  const row: Record<string, unknown> = JSON.parse(text)
  return JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => !TRACE_LOOKS.includes(name))))
}

/** CloudWatch's durations are asked for only where log lines do not tell them: whichever was read first decides. */
export function withoutDurations(dump: ReadonlyMap<string, string[]>): Map<string, string[]> {
  return new Map([...dump].map(([table, rows]) => [table, rows.filter((row) => !row.includes('"Duration"'))]))
}

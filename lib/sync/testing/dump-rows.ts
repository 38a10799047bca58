import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

const PULLED = [
  'lambda_function',
  'function_version',
  'function_alias',
  'provisioned_concurrency',
  'function_scaling',
  'function_policy',
  'event_invoke_config',
  'function_url',
  'event_source_mapping',
  'log_group',
  'log_stream',
  'log_event',
  'invocation',
  'invocation_minute',
  'invocation_hour',
  'invocation_day',
  'invocation_week',
  'cost_day',
  'metric_series',
  'metric_hour',
  'metric_day',
  'metric_week',
  'trace',
  'trace_function',
  'trace_graph',
  'trace_documents',
] as const

type Table = (typeof PULLED)[number] | 'graph_bucket'

const OWN_ID: Readonly<Record<string, string>> = { function_id: 'f', log_group_id: 'g', stream_id: 's', series_id: 'm' }
const IDS = ['id', 'account_region_id', 'function_id', 'log_group_id', 'stream_id', 'series_id']

/**
 * Everything that was pulled, as sorted JSON texts by table. Numbers that a database gives out itself are resolved to
 * names, so that two databases with the same content give the same dump.
 */
export async function dumpRows(pool: pg.Pool, tables: readonly Table[] = PULLED): Promise<Map<string, string[]>> {
  const dump = new Map<string, string[]>()
  for (const table of tables) dump.set(table, await dumpTable(pool, table))
  return dump
}

/** How many rows each table has. */
export function countDump(dump: ReadonlyMap<string, string[]>): Record<string, number> {
  return Object.fromEntries([...dump].map(([table, rows]) => [table, rows.length]))
}

/** The first rows of each table that only one of the two has; empty when they are the same. */
export function diffDumps(
  expected: ReadonlyMap<string, string[]>,
  actual: ReadonlyMap<string, string[]>,
): Record<string, { missing: string[]; extra: string[] }> {
  const differences: Record<string, { missing: string[]; extra: string[] }> = {}
  for (const [table, rows] of expected) {
    const there = new Set(actual.get(table))
    const wanted = new Set(rows)
    const missing = rows.filter((row) => !there.has(row)).slice(0, 3)
    const extra = (actual.get(table) ?? []).filter((row) => !wanted.has(row)).slice(0, 3)
    if (missing.length + extra.length > 0 || rows.length !== actual.get(table)?.length) {
      differences[table] = { missing, extra }
    }
  }
  return differences
}

async function dumpTable(pool: pg.Pool, table: string): Promise<string[]> {
  const columns = await selectRows<{ name: string }>(
    pool,
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [table],
  )
  const has = (column: string) => columns.some(({ name }) => name === column)
  const joins = [
    has('account_region_id') ? 'LEFT JOIN account_region p ON p.id = t.account_region_id' : '',
    has('function_id') ? 'LEFT JOIN lambda_function f ON f.id = t.function_id' : '',
    has('log_group_id') ? 'LEFT JOIN log_group g ON g.id = t.log_group_id' : '',
    has('stream_id') ? 'LEFT JOIN log_stream s ON s.id = t.stream_id' : '',
    has('series_id')
      ? 'LEFT JOIN metric_series m ON m.id = t.series_id LEFT JOIN lambda_function mf ON mf.id = m.function_id'
      : '',
  ]
  const names = [has('account_region_id') ? `'place', p.region` : '']
  for (const [column, alias] of Object.entries(OWN_ID)) {
    if (!has(column)) continue
    const value =
      alias === 'm'
        ? `jsonb_build_array(mf.arn, m.qualifier, m.executed_version, m.metric, m.statistic)`
        : `${alias}.name`
    names.push(`'${column}', ${value}`)
  }
  const dropped = IDS.filter((id) => has(id) && (id !== 'id' || isNumbered(table)))
  const less = dropped.map((id) => ` - '${id}'`).join('')
  const more = names.filter((name) => name !== '').join(', ')
  const rows = await selectRows<{ row: string }>(
    pool,
    `SELECT ((to_jsonb(t)${less}) || jsonb_build_object(${more}))::text AS row FROM ${table} t ${joins.join(' ')}`,
    [],
  )
  return rows.map(({ row }) => row).sort()
}

/** Tables whose id is a number that the database gave out; a trace's id is X-Ray's. */
function isNumbered(table: string): boolean {
  return table !== 'trace'
}

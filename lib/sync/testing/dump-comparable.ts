import type pg from 'pg'
import { dumpRows } from '@/lib/sync/testing/dump-rows'

const TABLES = [
  'log_event',
  'invocation',
  'invocation_minute',
  'invocation_hour',
  'metric_hour',
  'trace_documents',
  'trace_function',
] as const

/**
 * What two pulls of the same time must agree in, whatever went wrong in one of them. Without CloudWatch's durations, which
 * are asked for only where log lines do not tell them.
 */
export async function dumpComparable(pool: pg.Pool): Promise<Map<string, string[]>> {
  const dump = await dumpRows(pool, TABLES)
  return new Map([...dump].map(([table, rows]) => [table, rows.filter((row) => !row.includes('"Duration"'))]))
}

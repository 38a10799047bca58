import type pg from 'pg'
import { dumpRows } from '@/lib/sync/testing/dump-rows'

const TABLES = [
  'log_event',
  'invocation',
  'invocation_minute',
  'invocation_hour',
  'metric_hour',
  'metric_day',
  'trace_documents',
  'trace_function',
] as const

/** What two pulls of the same time must agree in, whatever went wrong in one of them. */
export async function dumpComparable(pool: pg.Pool): Promise<Map<string, string[]>> {
  return withoutDurations(await dumpRows(pool, TABLES))
}

/** CloudWatch's durations are asked for only where log lines do not tell them: whichever was read first decides. */
export function withoutDurations(dump: ReadonlyMap<string, string[]>): Map<string, string[]> {
  return new Map([...dump].map(([table, rows]) => [table, rows.filter((row) => !row.includes('"Duration"'))]))
}

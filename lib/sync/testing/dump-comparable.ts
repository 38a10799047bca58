import type pg from 'pg'
import { dumpRows } from '@/lib/sync/testing/dump-rows'

const TABLES = [
  'log_event',
  'invocation',
  'invocation_minute',
  'invocation_hour',
  'cost_day',
  'metric_hour',
  'metric_day',
  'trace_documents',
  'trace_function',
] as const

const INVENTORY = [
  'lambda_function',
  'function_version',
  'function_alias',
  'provisioned_concurrency',
  'function_policy',
  'event_invoke_config',
  'function_url',
  'event_source_mapping',
] as const
/** When something was looked at, which two pulls need not agree in. */
const LOOKS = ['seen_at', 'details_at', 'details_known_at', 'configuration_at', 'recursion_at', 'runtime_management_at']

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
  return new Map([...withoutDurations(await dumpRows(pool, TABLES)), ...(await dumpInventory(pool))])
}

/** CloudWatch's durations are asked for only where log lines do not tell them: whichever was read first decides. */
export function withoutDurations(dump: ReadonlyMap<string, string[]>): Map<string, string[]> {
  return new Map([...dump].map(([table, rows]) => [table, rows.filter((row) => !row.includes('"Duration"'))]))
}

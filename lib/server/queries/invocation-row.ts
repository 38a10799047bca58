import type { InvocationItem } from '@/lib/contracts/invocations'
import { invocationId } from '@/lib/domain/invocation-id'

export type InvocationRow = Omit<InvocationItem, 'id'> & { key: string; functionId: number; streamId: number }

/** Columns of an invocation i with its function f, account-region ar and stream s, as InvocationRow names them. */
export const INVOCATION_COLUMNS = `
  encode(i.key, 'hex') as key, i.function_id as "functionId", i.stream_id as "streamId", i.request_id as "requestId", f.name as "functionName",
  ar.account_id as "accountId", ar.region, (extract(epoch from i.started_at) * 1000)::float8 as "atMs",
  (extract(epoch from i.ended_at) * 1000)::float8 as "endedAtMs", i.version, i.result, i.error_type as "errorType",
  i.error_message as "errorMessage", i.cold_start as "coldStart", i.duration_ms as "durationMs", i.billed_ms as "billedMs",
  i.init_ms as "initMs", i.restore_ms as "restoreMs", i.memory_mb as "memoryMb", i.max_memory_used_mb as "maxMemoryUsedMb",
  s.name as "logStream", i.trace_id as "traceId", i.tenant_id as "tenantId"`

/** The tables of INVOCATION_COLUMNS. */
export const INVOCATION_TABLES = `invocation i
  join lambda_function f on f.id = i.function_id
  join account_region ar on ar.id = i.account_region_id
  join log_stream s on s.id = i.stream_id`

/** The invocation as the API names it. */
export function invocationItem({ key, functionId: _, streamId: __, ...row }: InvocationRow): InvocationItem {
  return { id: invocationId(row.atMs, key), ...row }
}

import { createHash } from 'node:crypto'
import type { FoldedInvocation } from '@/lib/domain/logs/folded-invocation'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import type { StreamRef } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'

export type StreamInvocation = FoldedInvocation & {
  functionId: number
  streamId: number
  version: string
  key: Uint8Array
}

export const INVOCATION_COLUMNS = [
  'started_at',
  'ended_at',
  'duration_ms',
  'init_ms',
  'restore_ms',
  'account_region_id',
  'function_id',
  'stream_id',
  'billed_ms',
  'memory_mb',
  'max_memory_used_mb',
  'closed',
  'cold_start',
  'request_id',
  'key',
  'version',
  'result',
  'error_type',
  'error_message',
  'trace_id',
]
const KEY_BYTES = 8

/** The row of an attempt of a stream. Its key stays the same however often and on whatever database lines are folded. */
export function invocationRow(
  { groupKey }: LogPageContext,
  stream: StreamRef,
  invocation: FoldedInvocation,
): StreamInvocation {
  const version = invocation.version ?? stream.version ?? ''
  const hash = createHash('sha1').update(`${groupKey}\n${stream.name}\n${invocation.startEventId}`)
  const key = hash.digest().subarray(0, KEY_BYTES)
  return { ...invocation, version, streamId: stream.id, functionId: stream.functionId ?? 0, key }
}

export function encodeInvocations(
  accountRegionId: number,
  invocations: readonly StreamInvocation[],
): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(INVOCATION_COLUMNS.length)
  for (const invocation of invocations) {
    rows.row()
    rows.timestamptz(invocation.startedAtMs)
    rows.timestamptz(invocation.endedAtMs)
    rows.float8(invocation.durationMs)
    rows.float8(invocation.initMs)
    rows.float8(invocation.restoreMs)
    rows.int4(accountRegionId)
    rows.int4(invocation.functionId)
    rows.int4(invocation.streamId)
    rows.int4(wholeNumber(invocation.billedMs))
    rows.int4(wholeNumber(invocation.memoryMb))
    rows.int4(wholeNumber(invocation.maxMemoryUsedMb))
    rows.bool(invocation.closed)
    rows.bool(invocation.coldStart)
    rows.uuid(invocation.requestId)
    rows.bytea(invocation.key)
    rows.text(invocation.version)
    rows.text(invocation.result)
    rows.text(invocation.errorType)
    rows.text(invocation.errorMessage)
    rows.text(invocation.traceId)
  }
  return rows
}

/** A log line may say anything; what does not fit an integer column is not known. */
function wholeNumber(value: number | null): number | null {
  return value !== null && Math.abs(value) < 2 ** 31 ? Math.round(value) : null
}

import { hash } from 'node:crypto'
import type { FoldedInvocation } from '@/lib/domain/logs/folded-invocation'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import type { StreamRef } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'

/** An attempt, and where it belongs. */
export type StreamInvocation = {
  folded: FoldedInvocation
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
  folded: FoldedInvocation,
): StreamInvocation {
  const name = `${groupKey}\n${stream.name}\n${folded.startEventId}`
  return {
    folded,
    functionId: stream.functionId ?? 0,
    streamId: stream.id,
    version: folded.version ?? stream.version ?? '',
    key: hash('sha1', name, 'buffer').subarray(0, KEY_BYTES),
  }
}

export function encodeInvocations(
  accountRegionId: number,
  invocations: readonly StreamInvocation[],
): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(INVOCATION_COLUMNS.length)
  for (const { folded, functionId, streamId, version, key } of invocations) {
    rows.row()
    rows.timestamptz(folded.startedAtMs)
    rows.timestamptz(folded.endedAtMs)
    rows.float8(folded.durationMs)
    rows.float8(folded.initMs)
    rows.float8(folded.restoreMs)
    rows.int4(accountRegionId)
    rows.int4(functionId)
    rows.int4(streamId)
    rows.int4(wholeNumber(folded.billedMs))
    rows.int4(wholeNumber(folded.memoryMb))
    rows.int4(wholeNumber(folded.maxMemoryUsedMb))
    rows.bool(folded.closed)
    rows.bool(folded.coldStart)
    rows.uuid(folded.requestId)
    rows.bytea(key)
    rows.text(version)
    rows.text(folded.result)
    rows.text(folded.errorType)
    rows.text(folded.errorMessage)
    rows.text(folded.traceId)
  }
  return rows
}

/** A log line may say anything; what does not fit an integer column is not known. */
function wholeNumber(value: number | null): number | null {
  return value !== null && Math.abs(value) < 2 ** 31 ? Math.round(value) : null
}

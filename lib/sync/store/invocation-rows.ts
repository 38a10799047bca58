import { hash } from 'node:crypto'
import { INVOCATION_KEY_BYTES, REQUEST_KEY_BYTES } from '@/lib/domain/invocation-id'
import type { FoldedInvocation } from '@/lib/domain/logs/folded-invocation'
import { storableText } from '@/lib/domain/storable-text'
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

const TYPES = {
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
  duration_ms: 'float8',
  init_ms: 'float8',
  restore_ms: 'float8',
  account_region_id: 'int4',
  function_id: 'int4',
  stream_id: 'int4',
  billed_ms: 'int4',
  memory_mb: 'int4',
  max_memory_used_mb: 'int4',
  closed: 'bool',
  cold_start: 'bool',
  request_id: 'uuid',
  key: 'bytea',
  version: 'text',
  result: 'text',
  error_type: 'text',
  error_message: 'text',
  trace_id: 'text',
  error_frame: 'text',
  tenant_id: 'text',
}
export const INVOCATION_COLUMNS = Object.keys(TYPES)
/** The columns with their types, as a table or a set of records is declared. */
export const TYPED_COLUMNS = Object.entries(TYPES)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')

/** The row of an attempt of a stream. */
export function invocationRow(
  { groupKey }: LogPageContext,
  stream: StreamRef,
  folded: FoldedInvocation,
): StreamInvocation {
  return {
    folded,
    functionId: stream.functionId ?? 0,
    streamId: stream.id,
    version: folded.version ?? stream.version ?? '',
    key: invocationKey(`${groupKey}\n${stream.name}`, folded),
  }
}

/**
 * Stays the same however often and on whatever database lines are folded. Its request alone decides the bytes that are
 * the same in all of its attempts, so that one is found again whose START came after its other lines; the line that it
 * began with decides the rest.
 */
function invocationKey(stream: string, { requestId, startEventId }: FoldedInvocation): Uint8Array {
  const request = hash('sha1', `${stream}\n${requestId}`, 'buffer')
  const start = hash('sha1', `${stream}\n${startEventId}`, 'buffer')
  return Buffer.concat([
    request.subarray(0, REQUEST_KEY_BYTES),
    start.subarray(REQUEST_KEY_BYTES, INVOCATION_KEY_BYTES),
  ])
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
    rows.text(folded.errorFrame)
    rows.text(folded.tenantId)
  }
  return rows
}

/** The same rows as JSON, for jsonb_to_recordset. */
export function invocationsAsJson(accountRegionId: number, invocations: readonly StreamInvocation[]): string {
  const rows = invocations.map(
    ({ folded, functionId, streamId, version, key }): Record<keyof typeof TYPES, unknown> => ({
      started_at: new Date(folded.startedAtMs),
      ended_at: folded.endedAtMs === null ? null : new Date(folded.endedAtMs),
      duration_ms: folded.durationMs,
      init_ms: folded.initMs,
      restore_ms: folded.restoreMs,
      account_region_id: accountRegionId,
      function_id: functionId,
      stream_id: streamId,
      billed_ms: wholeNumber(folded.billedMs),
      memory_mb: wholeNumber(folded.memoryMb),
      max_memory_used_mb: wholeNumber(folded.maxMemoryUsedMb),
      closed: folded.closed,
      cold_start: folded.coldStart,
      request_id: folded.requestId,
      key: `\\x${Buffer.from(key).toString('hex')}`,
      version: storableText(version),
      result: folded.result,
      error_type: storable(folded.errorType),
      error_message: storable(folded.errorMessage),
      trace_id: storable(folded.traceId),
      error_frame: storable(folded.errorFrame),
      tenant_id: storable(folded.tenantId),
    }),
  )
  return JSON.stringify(rows)
}

function storable(text: string | null): string | null {
  return text === null ? null : storableText(text)
}

/** A log line may say anything; what does not fit an integer column is not known. */
function wholeNumber(value: number | null): number | null {
  const rounded = Math.round(value ?? Number.NaN)
  return Math.abs(rounded) < 2 ** 31 ? rounded : null
}

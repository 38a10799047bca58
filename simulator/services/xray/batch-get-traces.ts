import type { BatchGetTracesCommandInput, BatchGetTracesCommandOutput, Trace } from '@aws-sdk/client-xray'
import { indexedTrace } from '@/simulator/services/xray/indexed-traces'
import { latestSegments } from '@/simulator/services/xray/read-document'
import { viewTrace } from '@/simulator/services/xray/trace-view'
import { invalidRequest } from '@/simulator/services/xray/xray-errors'
import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

/** Segment ids that the first page has sent; the second page sends the others. */
type State = { sent: string[] }

const maxIds = 5
const unprocessedEvery = 23
const splitEvery = 4

function checkIds(ids: readonly string[]): string[] {
  if (ids.length < 1 || ids.length > maxIds) {
    throw invalidRequest(`1 validation error detected: TraceIds must have between 1 and ${maxIds} members`)
  }
  for (const id of ids) if (!/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(id)) throw invalidRequest(`Invalid trace id: ${id}`)
  return [...new Set(ids)]
}

function readTrace(id: string, context: OperationContext): Trace | null {
  const segments = indexedTrace(context, id)
  const view = viewTrace(id, segments, context.world.accountId)
  if (!view) return null
  return {
    Id: id,
    Duration: Number(view.durationSeconds.toFixed(3)),
    LimitExceeded: false,
    Segments: latestSegments(segments).map((segment) => ({
      Id: segment.id,
      Document: JSON.stringify(segment.document),
    })),
  }
}

function withSegments(traces: readonly Trace[], keep: (id: string) => boolean): Trace[] {
  return traces
    .map((trace) => ({ ...trace, Segments: trace.Segments?.filter(({ Id }) => keep(Id ?? '')) }))
    .filter(({ Segments }) => (Segments?.length ?? 0) > 0)
}

/**
 * BatchGetTraces: at most five ids; ids that are unknown do not come back. Every 23rd call leaves its last id
 * unprocessed, and one call in four sends its segments in two pages, so that callers must handle both.
 */
export function batchGetTraces(
  input: BatchGetTracesCommandInput,
  context: OperationContext,
): Omit<BatchGetTracesCommandOutput, '$metadata'> {
  const ids = checkIds(input.TraceIds ?? [])
  const binding = { operation: 'BatchGetTraces', region: context.region, parameters: ids, nowMs: context.nowMs }
  if (input.NextToken) {
    const state = decodePageToken<State>(binding, input.NextToken)
    if (state === null) throw invalidRequest('Invalid NextToken')
    const traces = ids.flatMap((id) => readTrace(id, context) ?? [])
    const sent = new Set(state.sent)
    return { Traces: withSegments(traces, (id) => !sent.has(id)), UnprocessedTraceIds: [] }
  }
  const count = context.nextCount(`BatchGetTraces/${context.region}`)
  const unprocessed = ids.length > 1 && count % unprocessedEvery === unprocessedEvery - 1 ? ids.slice(-1) : []
  const traces = ids.slice(0, ids.length - unprocessed.length).flatMap((id) => readTrace(id, context) ?? [])
  context.addBilledUnits(traces.length)
  const segmentIds = traces.flatMap(({ Segments }) => (Segments ?? []).map(({ Id }) => Id ?? ''))
  if (segmentIds.length < 4 || deterministicHash(ids.join()) % splitEvery !== 0) {
    return { Traces: traces, UnprocessedTraceIds: unprocessed }
  }
  const sent = new Set(segmentIds.slice(0, Math.ceil(segmentIds.length / 2)))
  return {
    Traces: withSegments(traces, (id) => sent.has(id)),
    UnprocessedTraceIds: unprocessed,
    NextToken: encodePageToken(binding, { sent: [...sent] }),
  }
}

import type { GetTraceSummariesCommandInput, GetTraceSummariesCommandOutput } from '@aws-sdk/client-xray'
import type { Trace } from '@/simulator/fleet/types'
import { indexedTrace, indexedTraces } from '@/simulator/services/xray/indexed-traces'
import { parseFilterExpression } from '@/simulator/services/xray/parse-filter-expression'
import { readSeconds } from '@/simulator/services/xray/read-document'
import { summariseTrace } from '@/simulator/services/xray/summarise-trace'
import { viewTrace } from '@/simulator/services/xray/trace-view'
import { checkWindow, invalidRequest } from '@/simulator/services/xray/xray-errors'
import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

/** `asOfMs` names the listing that the first page made, so that later pages need not make it again. */
type State = { page: number; asOfMs: number; before: { startMs: number; id: string } | null }

type Listed = { traceId: string; startMs: number; updatedMs: number }

const tracesPerPage = 100
const emptyPageEvery = 11

function selectTraces(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  type: GetTraceSummariesCommandInput['TimeRangeType'],
  context: OperationContext,
): Trace[] {
  const { nowMs } = context
  switch (type ?? 'TraceId') {
    case 'Event':
      return [...indexedTraces(context, fromMs, toMs)]
    case 'TraceId':
      // A trace that starts in the window is first seen after it; late segments may come much later.
      return [...indexedTraces(context, fromMs, nowMs)].filter(({ startMs }) => startMs >= fromMs && startMs <= toMs)
    case 'Service':
      return [...indexedTraces(context, fromMs, nowMs)].filter(({ segments }) =>
        segments.some(({ document }) => {
          const endMs = (readSeconds(document, 'end_time') ?? 0) * 1000
          return endMs >= fromMs && endMs <= toMs
        }),
      )
    default:
      throw invalidRequest(`Unknown time range type ${type}`)
  }
}

/** The traces of the window, newest first. */
function listInWindow(input: GetTraceSummariesCommandInput, asOfMs: number, context: OperationContext): Listed[] {
  const window = checkWindow(input, 24)
  const key = ['traces', context.region, input.TimeRangeType ?? '', window.fromMs, window.toMs, asOfMs].join('/')
  return context.remember(key, () =>
    selectTraces(window, input.TimeRangeType, context)
      .map(({ traceId, startMs, updatedMs }) => ({ traceId, startMs, updatedMs }))
      .sort((a, b) => b.startMs - a.startMs || (a.traceId < b.traceId ? 1 : -1)),
  )
}

function isBefore(trace: Listed, { startMs, id }: { startMs: number; id: string }): boolean {
  return trace.startMs < startMs || (trace.startMs === startMs && trace.traceId < id)
}

/** GetTraceSummaries: newest first, some hundred traces scanned a page, matches or not, and at times an empty page. */
export function getTraceSummaries(
  input: GetTraceSummariesCommandInput,
  context: OperationContext,
): Omit<GetTraceSummariesCommandOutput, '$metadata'> {
  const filter = parseFilterExpression(input.FilterExpression)
  const { NextToken: token, ...parameters } = input
  const binding = { operation: 'GetTraceSummaries', region: context.region, parameters, nowMs: context.nowMs }
  const state = token ? decodePageToken<State>(binding, token) : { page: 0, asOfMs: context.nowMs, before: null }
  if (state === null) throw invalidRequest('Invalid NextToken')
  const next = (before: State['before']) => encodePageToken(binding, { ...state, page: state.page + 1, before })
  const approximateTime = state.before ? new Date(state.before.startMs) : input.EndTime
  const found = listInWindow(input, state.asOfMs, context)
  const oddity = deterministicHash(JSON.stringify([context.region, parameters])) + state.page
  if (oddity % emptyPageEvery === 0) {
    return {
      TraceSummaries: [],
      TracesProcessedCount: 0,
      ApproximateTime: approximateTime,
      NextToken: next(state.before),
    }
  }

  const { before } = state
  const rest = before === null ? found : found.filter((trace) => isBefore(trace, before))
  const page = rest.slice(0, tracesPerPage)
  context.addBilledUnits(page.length)
  const last = page.at(-1)
  // The update that matched lies in the window, even when the trace has been updated again since.
  const lastEventMs = input.TimeRangeType === 'Event' ? (input.EndTime?.getTime() ?? context.nowMs) : null
  const summaries = page.flatMap((trace) => {
    const view = viewTrace(trace.traceId, indexedTrace(context, trace.traceId), context.world.accountId)
    if (!view || !filter({ trace: view, service: null })) return []
    return [summariseTrace(view, lastEventMs === null ? null : Math.min(trace.updatedMs, lastEventMs))]
  })
  return {
    TraceSummaries: summaries,
    TracesProcessedCount: page.length,
    ApproximateTime: last ? new Date(last.startMs) : approximateTime,
    NextToken: last && rest.length > page.length ? next({ startMs: last.startMs, id: last.traceId }) : undefined,
  }
}

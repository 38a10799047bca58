import type {
  GetIndexingRulesCommandOutput,
  GetTraceSegmentDestinationCommandOutput,
  ListRetrievedTracesCommandInput,
  ListRetrievedTracesCommandOutput,
  StartTraceRetrievalCommandInput,
  StartTraceRetrievalCommandOutput,
} from '@aws-sdk/client-xray'
import { INDEXED_PERCENT } from '@/simulator/services/xray/indexed-traces'
import { latestSegments } from '@/simulator/services/xray/read-document'
import { viewTrace } from '@/simulator/services/xray/trace-view'
import { checkWindow, invalidRequest } from '@/simulator/services/xray/xray-errors'
import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'
import { ServiceError } from '@/simulator/wire/service-error'

type Answer<Output> = Omit<Output, '$metadata'>
/** What a retrieval token stands for; AWS keeps it for an hour. */
type Retrieval = { ids: string[]; serial: number }

const mostIds = 100
const tracesPerPage = 20
const validForMs = 60 * 60_000

function getTraceSegmentDestination(
  _input: object,
  { world, region }: OperationContext,
): Answer<GetTraceSegmentDestinationCommandOutput> {
  const isOn = world.transactionSearch.includes(region)
  return { Destination: isOn ? 'CloudWatchLogs' : 'XRay', Status: 'ACTIVE' }
}

function getIndexingRules(_input: object, { world }: OperationContext): Answer<GetIndexingRulesCommandOutput> {
  const percentages = { DesiredSamplingPercentage: INDEXED_PERCENT, ActualSamplingPercentage: INDEXED_PERCENT }
  return {
    IndexingRules: [{ Name: 'Default', ModifiedAt: new Date(world.startMs), Rule: { Probabilistic: percentages } }],
  }
}

function bindingOf({ region, nowMs }: OperationContext, parameters: unknown) {
  return { operation: 'ListRetrievedTraces', region, parameters, nowMs }
}

function startTraceRetrieval(
  input: StartTraceRetrievalCommandInput,
  context: OperationContext,
): Answer<StartTraceRetrievalCommandOutput> {
  checkWindow(input, 24 * 7)
  const ids = input.TraceIds ?? []
  if (ids.length < 1 || ids.length > mostIds)
    throw invalidRequest(`TraceIds must have between 1 and ${mostIds} members`)
  const retrieval = { ids: [...new Set(ids)], serial: context.nextCount('StartTraceRetrieval') }
  return { RetrievalToken: encodePageToken(bindingOf(context, 'token'), { at: context.nowMs, ...retrieval }) }
}

/** The first look at a retrieval finds it running; then its traces come, whether X-Ray indexed them or not. */
function listRetrievedTraces(
  input: ListRetrievedTracesCommandInput,
  context: OperationContext,
): Answer<ListRetrievedTracesCommandOutput> {
  const { world, region, nowMs } = context
  const kept = decodePageToken<Retrieval & { at: number }>(bindingOf(context, 'token'), input.RetrievalToken ?? '')
  if (kept === null || nowMs - kept.at > validForMs) {
    throw new ServiceError('ResourceNotFoundException', 'The retrieval token is unknown.', 404)
  }
  const format = input.TraceFormat ?? 'XRAY'
  if (format !== 'XRAY') throw invalidRequest('Only the format XRAY is implemented here')
  const looks = context.nextCount(`ListRetrievedTraces/${deterministicHash(input.RetrievalToken ?? '')}`)
  if (looks === 0) return { RetrievalStatus: 'RUNNING', TraceFormat: format, Traces: [] }
  const from = input.NextToken ? decodePageToken<number>(bindingOf(context, kept.serial), input.NextToken) : 0
  if (from === null) throw invalidRequest('Invalid NextToken')
  const to = from + tracesPerPage
  const traces = kept.ids.slice(from, to).flatMap((id) => {
    const segments = world.trace(region, id)
    const view = viewTrace(id, segments, world.accountId)
    if (view === null) return []
    const spans = latestSegments(segments).map(({ id: Id, document }) => ({ Id, Document: JSON.stringify(document) }))
    return [{ Id: id, Duration: Number(view.durationSeconds.toFixed(3)), Spans: spans }]
  })
  return {
    RetrievalStatus: 'COMPLETE',
    TraceFormat: format,
    Traces: traces,
    NextToken: to < kept.ids.length ? encodePageToken(bindingOf(context, kept.serial), to) : undefined,
  }
}

export const transactionSearchHandlers: OperationHandlers = {
  GetTraceSegmentDestination: getTraceSegmentDestination,
  GetIndexingRules: getIndexingRules,
  StartTraceRetrieval: startTraceRetrieval,
  ListRetrievedTraces: listRetrievedTraces,
}

import type {
  GetGroupsCommandOutput,
  GetServiceGraphCommandInput,
  GetServiceGraphCommandOutput,
  GetTraceGraphCommandInput,
  GetTraceGraphCommandOutput,
  Service,
} from '@aws-sdk/client-xray'
import { batchGetTraces } from '@/simulator/services/xray/batch-get-traces'
import { buildServiceGraph } from '@/simulator/services/xray/build-service-graph'
import { getTraceSummaries } from '@/simulator/services/xray/get-trace-summaries'
import { indexedTrace, indexedTraces } from '@/simulator/services/xray/indexed-traces'
import { viewTrace } from '@/simulator/services/xray/trace-view'
import { transactionSearchHandlers } from '@/simulator/services/xray/transaction-search'
import { checkWindow, invalidRequest } from '@/simulator/services/xray/xray-errors'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

type Answer<Output> = Omit<Output, '$metadata'>

const servicesPerPage = 100

function pageServices(
  services: readonly Service[],
  request: { operation: string; parameters: unknown; token: string | undefined },
  { region, nowMs }: OperationContext,
): { Services: Service[]; NextToken: string | undefined } {
  const binding = { operation: request.operation, region, parameters: request.parameters, nowMs }
  const start = request.token ? decodePageToken<number>(binding, request.token) : 0
  if (start === null) throw invalidRequest('Invalid NextToken')
  const end = start + servicesPerPage
  return {
    Services: services.slice(start, end),
    NextToken: end < services.length ? encodePageToken(binding, end) : undefined,
  }
}

function getServiceGraph(
  input: GetServiceGraphCommandInput,
  context: OperationContext,
): Answer<GetServiceGraphCommandOutput> {
  const { fromMs, toMs } = checkWindow(input, 6)
  const { NextToken: token, ...parameters } = input
  const { world } = context
  const views = [...indexedTraces(context, fromMs, toMs)].flatMap(
    (trace) => viewTrace(trace.traceId, trace.segments, world.accountId) ?? [],
  )
  return {
    StartTime: input.StartTime,
    EndTime: input.EndTime,
    ...pageServices(buildServiceGraph(views), { operation: 'GetServiceGraph', parameters, token }, context),
    ContainsOldGroupVersions: false,
  }
}

function getTraceGraph(
  input: GetTraceGraphCommandInput,
  context: OperationContext,
): Answer<GetTraceGraphCommandOutput> {
  const { world } = context
  const ids = input.TraceIds ?? []
  const views = ids.flatMap((id) => viewTrace(id, indexedTrace(context, id), world.accountId) ?? [])
  const request = { operation: 'GetTraceGraph', parameters: input.TraceIds ?? [], token: input.NextToken }
  return pageServices(buildServiceGraph(views), request, context)
}

function getGroups(_input: object, { world, region }: OperationContext): Answer<GetGroupsCommandOutput> {
  return {
    Groups: [
      {
        GroupName: 'Default',
        GroupARN: `arn:aws:xray:${region}:${world.accountId}:group/Default`,
        InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
      },
    ],
  }
}

export const xrayHandlers: OperationHandlers = {
  GetTraceSummaries: getTraceSummaries,
  BatchGetTraces: batchGetTraces,
  GetServiceGraph: getServiceGraph,
  GetTraceGraph: getTraceGraph,
  ...transactionSearchHandlers,
  GetGroups: getGroups,
}

import { apiId } from '@/simulator/fleet/control/triggers'
import type { ApiHop, Call, CallHop, TopicHop, TraceRecord } from '@/simulator/fleet/model/state'
import { awsRequestId, type Document, derivedId, span, statusFlags } from '@/simulator/fleet/traces/segment-parts'

/** The API Gateway stage with its call of Lambda. */
export function apiSegment(record: TraceRecord, hop: ApiHop, partial: boolean): Document {
  const { region, traceId } = record
  const id = apiId(region, hop.api)
  const callee = record.hops.find((other) => other.kind === 'call' && other.parentId === hop.lambdaSubsegmentId)
  const name = callee?.kind === 'call' ? callee.functionName : hop.api
  const path = hop.path.replace(/\{\w+\}/, derivedId(hop.id, 'path').slice(0, 8))
  const request = {
    url: `https://${id}.execute-api.${region}.amazonaws.com/prod${path}`,
    method: hop.method,
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/139.0',
    client_ip: `203.0.113.${Number.parseInt(hop.id.slice(0, 2), 16)}`,
    x_forwarded_for: true,
  }
  const head = {
    id: hop.id,
    trace_id: traceId,
    name: `${hop.api}/prod`,
    origin: 'AWS::ApiGateway::Stage',
    resource_arn: `arn:aws:apigateway:${region}::/restapis/${id}/stages/prod`,
    aws: {
      api_gateway: { account_id: record.accountId, rest_api_id: id, stage: 'prod', request_id: awsRequestId(hop.id) },
    },
    annotations: { 'aws:api_id': id, 'aws:api_stage': 'prod' },
  }
  if (partial) return { ...head, ...span(hop.startMs, null), http: { request } }
  const call = {
    id: hop.lambdaSubsegmentId,
    name: 'Lambda',
    namespace: 'aws',
    ...span(hop.startMs + 1, hop.endMs - 1),
    http: { response: { status: hop.status === 500 ? 429 : 200, content_length: 120 } },
    aws: { function_name: name, region, operation: 'Invoke', resource_names: [name] },
    ...(hop.status === 500 ? { error: true, throttle: true } : hop.status >= 500 ? { fault: true } : {}),
  }
  const http = { request, response: { status: hop.status, content_length: 214 } }
  return { ...head, ...span(hop.startMs, hop.endMs), http, ...statusFlags(hop.status), subsegments: [call] }
}

/** A topic that traces actively. */
export function topicSegment(record: TraceRecord, hop: TopicHop): Document {
  return {
    id: hop.id,
    trace_id: record.traceId,
    parent_id: hop.parentId,
    name: hop.topic,
    origin: 'AWS::SNS::Topic',
    resource_arn: `arn:aws:sns:${record.region}:${record.accountId}:${hop.topic}`,
    ...span(hop.startMs, hop.endMs),
    http: { response: { status: 202 } },
    aws: { operation: 'Publish', request_id: awsRequestId(hop.id) },
  }
}

/** The Lambda service's side of a request, after the attempts that are known by now. */
export function serviceSegment(record: TraceRecord, hop: CallHop, calls: readonly Call[], partial: boolean): Document {
  const qualifier = hop.qualifier === null ? '' : `:${hop.qualifier}`
  const last = calls.at(-1)
  const links = hop.links.map(({ traceId, id }) => ({ trace_id: traceId, id, attributes: { 'aws.sqs': 'queue' } }))
  const head = {
    id: hop.id,
    trace_id: record.traceId,
    ...(hop.parentId === null ? {} : { parent_id: hop.parentId }),
    name: hop.functionName,
    origin: 'AWS::Lambda',
    resource_arn: `arn:aws:lambda:${hop.region}:${record.accountId}:function:${hop.functionName}${qualifier}`,
    aws: { request_id: hop.requestId },
    ...(links.length > 0 ? { links: links.slice(0, 20) } : {}),
  }
  if (hop.asynchronous) {
    const subsegments = [dwell(hop, calls), ...calls.map(attempt)]
    return { ...head, ...span(hop.startMs, hop.startMs + 9), http: { response: { status: 202 } }, subsegments }
  }
  if (partial) return { ...head, ...span(hop.startMs, null) }
  if (!last) {
    const atMs = hop.throttledAtMs ?? hop.startMs
    return { ...head, ...span(hop.startMs, atMs + 2), http: { response: { status: 429 } }, error: true, throttle: true }
  }
  const fault = last.failure === null ? {} : { fault: true }
  return { ...head, ...span(hop.startMs, last.invocation.endMs + 0.8), http: { response: { status: 200 } }, ...fault }
}

function dwell(hop: CallHop, calls: readonly Call[]): Document {
  const first = calls[0]?.invocation
  const untilMs = first ? (first.initStartMs ?? first.startMs) : null
  return { id: hop.dwellId, name: 'Dwell Time', ...span(hop.startMs, untilMs) }
}

function attempt(call: Call, index: number): Document {
  const { invocation } = call
  return {
    id: call.trace?.parentId ?? derivedId(invocation.requestId, `attempt ${index}`),
    name: `Attempt #${index + 1}`,
    ...span(invocation.initStartMs ?? invocation.startMs, invocation.endMs),
    http: { response: { status: 200 } },
    ...(call.failure === null ? {} : { fault: true }),
  }
}

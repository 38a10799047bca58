import { seededRandom } from '@/bench/query/history-shape'
import type { JsonObject } from '@/lib/domain/json-value'

const SERVICES = 20
const REGION = 'eu-west-1'
const ACCOUNT = '111122223333'
/** Functions that call functions: each is four levels of the tree, and the last, which calls nothing, two: twelve in all. */
const MOST_HOPS = 3
const CALLS = 6
const FAILED_SHARE = 0.1
const OPERATIONS = ['GetItem', 'PutItem', 'Query', 'SendMessage', 'PutObject', 'GetParameter'] as const

export type TraceOptions = { traceId: string; spans: number; startMs: number; seed?: number }
type Call = { parentId: string; fromMs: number; toMs: number; hop: number }
type Making = {
  traceId: string
  most: number
  random: () => number
  nextId: () => string
  documents: JsonObject[]
  spans: number
}

/**
 * The documents of one trace in the shape that X-Ray has them: functions that call tables, queues and each other, 20
 * services, 12 levels deep, 7 to 8 tags on each call, one in ten with an exception. The same for the same seed.
 */
export function makeTrace({ traceId, spans, startMs, seed = 1 }: TraceOptions): JsonObject[] {
  const random = seededRandom(seed)
  const making: Making = { traceId, most: spans, random, nextId: idsOf(random), documents: [], spans: 1 }
  const rootId = making.nextId()
  let atMs = 1
  while (making.spans < spans) {
    const id = making.nextId()
    const tookMs = 5 + random() * 400
    const entry = { id, parent_id: rootId, trace_id: traceId, type: 'subsegment', name: 'Lambda', namespace: 'aws' }
    // Sent on its own, as the SDK does when a segment has many: a document has at most 64 KB.
    making.documents.push({ ...entry, ...timed(startMs + atMs, tookMs), ...tags(random, 'Invoke') })
    making.spans += 1
    addInvocation(making, { parentId: id, fromMs: startMs + atMs + 1, toMs: startMs + atMs + tookMs - 1, hop: 1 })
    atMs += random() * 40
  }
  const root = { id: rootId, name: 'shop/Prod', trace_id: traceId, origin: 'AWS::ApiGateway::Stage' }
  making.documents.push({ ...root, ...timed(startMs, atMs + 500), ...tags(random, 'POST') })
  return making.documents
}

/** The service's segment, the function's own with its calls below Invocation, and the functions that it calls. */
function addInvocation(making: Making, call: Call): void {
  const { random, nextId, traceId } = making
  const name = `service-${String(Math.floor(random() * SERVICES)).padStart(2, '0')}`
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}:live`
  const lengthMs = Math.max(1, call.toMs - call.fromMs)
  if (making.spans >= making.most) return
  const outerId = nextId()
  const outer = {
    id: outerId,
    name,
    origin: 'AWS::Lambda',
    resource_arn: arn,
    parent_id: call.parentId,
    trace_id: traceId,
  }
  const requestId = `${nextId().slice(0, 8)}-1c2d-4e3f-8a9b-${nextId().slice(0, 12)}`
  making.documents.push({
    ...outer,
    ...timed(call.fromMs, lengthMs),
    aws: { request_id: requestId, account_id: ACCOUNT },
  })
  making.spans += 1
  if (making.spans >= making.most) return
  const own = { id: nextId(), name, origin: 'AWS::Lambda::Function', parent_id: outerId, trace_id: traceId }
  making.spans += 1
  const { invocation, called } = addCalls(making, {
    ...call,
    fromMs: call.fromMs + 0.3,
    toMs: call.fromMs + lengthMs - 0.3,
  })
  making.documents.push({
    ...own,
    ...timed(call.fromMs + 0.2, lengthMs - 0.4),
    ...tags(random, 'invoke'),
    ...(random() < FAILED_SHARE ? failure(nextId()) : {}),
    aws: { account_id: ACCOUNT, function_arn: arn },
    ...(invocation === null ? {} : { subsegments: [invocation] }),
  })
  for (const below of called) addInvocation(making, below)
}

/** What a function does one after another, every third time a call of another function; none of the last. */
function addCalls(making: Making, { fromMs, toMs, hop }: Call): { invocation: JsonObject | null; called: Call[] } {
  const { random, nextId } = making
  if (hop >= MOST_HOPS || making.spans >= making.most) return { invocation: null, called: [] }
  making.spans += 1
  const subsegments: JsonObject[] = []
  const called: Call[] = []
  const roomMs = (toMs - fromMs) / CALLS
  for (let at = 0; at < CALLS && making.spans < making.most; at += 1) {
    const id = nextId()
    const startMs = fromMs + roomMs * at
    const tookMs = roomMs * (0.2 + random() * 0.75)
    const isFunction = at % 3 === 2
    subsegments.push(callOf(id, { fromMs: startMs, tookMs, isFunction }, random))
    making.spans += 1
    if (isFunction) called.push({ parentId: id, fromMs: startMs + 0.5, toMs: startMs + tookMs - 0.5, hop: hop + 1 })
  }
  return { invocation: { id: nextId(), name: 'Invocation', ...timed(fromMs, toMs - fromMs), subsegments }, called }
}

function callOf(
  id: string,
  { fromMs, tookMs, isFunction }: { fromMs: number; tookMs: number; isFunction: boolean },
  random: () => number,
): JsonObject {
  const operation = OPERATIONS[Math.floor(random() * OPERATIONS.length)] ?? 'GetItem'
  const failed = random() < FAILED_SHARE ? failure(id.slice(0, 15)) : {}
  const table = `table-${Math.floor(random() * 12)}`
  const target = isFunction
    ? { name: 'Lambda', aws: { operation: 'Invoke', region: REGION } }
    : { name: 'DynamoDB', aws: { operation, table_name: table, region: REGION, request_id: id.toUpperCase() } }
  return { id, namespace: 'aws', ...timed(fromMs, tookMs), ...target, ...tags(random, operation), ...failed }
}

/** Seven tags or eight. */
function tags(random: () => number, operation: string): JsonObject {
  const annotations: Record<string, unknown> = {
    tenant: `tenant-${Math.floor(random() * 200)}`,
    tier: random() < 0.2 ? 'gold' : 'basic',
    operation,
    attempt: 1 + Math.floor(random() * 3),
    items: Math.floor(random() * 40),
    cold: random() < 0.05,
    order: `ord-${Math.floor(random() * 1e9)}`,
  }
  if (random() < 0.5) annotations.queue_wait_ms = Math.round(random() * 900) / 10
  return { annotations }
}

function failure(id: string): JsonObject {
  const stack = ['handler', 'retry', 'sendRequest', 'processTicksAndRejections'].map((label, line) => ({
    path: `/var/task/node_modules/client/dist/${label}.js`,
    line: 40 + line,
    label,
  }))
  const exceptions = [{ id, type: 'ProvisionedThroughputExceededException', message: 'Rate exceeded for table', stack }]
  return { error: true, throttle: true, cause: { working_directory: '/var/task', exceptions } }
}

function timed(fromMs: number, tookMs: number): { start_time: number; end_time: number } {
  const start = Math.round(fromMs * 1000) / 1e6
  return { start_time: start, end_time: Math.round((fromMs + Math.max(0.001, tookMs)) * 1000) / 1e6 }
}

function idsOf(random: () => number): () => string {
  const half = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return () => half() + half()
}

import type { Fleet } from '@/simulator/fleet/model/fleet'
import type { Reply, Request } from '@/simulator/fleet/model/request'
import type { CallHop, CallTrace, TraceRecord } from '@/simulator/fleet/model/state'
import { Random } from '@/simulator/fleet/random'
import type { Trigger } from '@/simulator/fleet/specs/function-spec'

/** A trace that starts with this request; its id carries the second of its start. */
export function beginTrace(fleet: Fleet, region: string, atMs: number, random: Random): TraceRecord {
  const seconds = Math.floor(atMs / 1000)
    .toString(16)
    .padStart(8, '0')
  const words = new Random(random.int(0, 0x7fffffff), random.int(0, 0x7fffffff), random.int(0, 0x7fffffff), 4)
  const record: TraceRecord = {
    traceId: `1-${seconds}-${words.hex(24)}`,
    accountId: fleet.accountId,
    region,
    startMs: atMs,
    random: words,
    hops: [],
  }
  fleet.traces.add(record)
  return record
}

/** The ids of an invocation in its trace; a retry joins the hop of the attempts before it. */
export function joinTrace(
  record: TraceRecord,
  asked: Request,
  requestId: string,
  atMs: number,
): Omit<CallTrace, 'steps'> {
  const hop = asked.hop ?? addHop(record, asked, requestId, atMs)
  const id = () => record.random.hex(16)
  return {
    record,
    hop,
    functionId: id(),
    initId: id(),
    invocationId: id(),
    overheadId: id(),
    exceptionId: id(),
    // An asynchronous attempt is a subsegment of its own that the function's segment hangs from.
    parentId: hop.asynchronous ? id() : hop.id,
  }
}

function addHop(record: TraceRecord, asked: Request, requestId: string, atMs: number): CallHop {
  const hop: CallHop = {
    kind: 'call',
    id: record.random.hex(16),
    parentId: asked.parentId,
    functionName: asked.fn.spec.name,
    qualifier: asked.qualifier,
    region: asked.fn.spec.region,
    requestId,
    startMs: asked.queuedMs ?? atMs,
    asynchronous: asked.queuedMs !== null,
    dwellId: record.random.hex(16),
    throttledAtMs: null,
    calls: [],
    links: asked.links,
    messageIds: asked.messageIds,
  }
  record.hops.push(hop)
  return hop
}

/** A refused request leaves the service's segment with status 429 and nothing below it. */
export function recordThrottle(fleet: Fleet, record: TraceRecord, asked: Request, requestId: string): CallHop {
  const hop = asked.hop ?? addHop(record, asked, requestId, asked.atMs)
  hop.throttledAtMs = asked.atMs
  fleet.traces.noteThrottle(record, hop.id, asked.atMs)
  return hop
}

/** A topic's own segment below the publisher's subsegment; its id. */
export function recordTopic(fleet: Fleet, record: TraceRecord, parentId: string, topic: string, atMs: number): string {
  const id = record.random.hex(16)
  const hop = { kind: 'topic' as const, id, parentId, topic, startMs: atMs, endMs: atMs + 11 }
  record.hops.push(hop)
  fleet.traces.noteHop(record, hop)
  return id
}

export type ApiFront = { forwardedMs: number; stepId: string; finish(reply: Reply): void }

/** The API stage before a function: knows its ids first, and what the function made of the request last. */
export function frontWithApi(
  fleet: Fleet,
  trigger: Extract<Trigger, { kind: 'api' }>,
  atMs: number,
  random: Random,
): ApiFront {
  const stepId = random.hex(16)
  const id = random.hex(16)
  const tailMs = random.int(2, 5)
  const declined = random.chance(0.02)
  return {
    forwardedMs: atMs + random.int(2, 6),
    stepId,
    finish: (reply) => {
      if (!reply.trace) return
      const failed = reply.call?.failure !== null
      const broken = failed || reply.call?.failedDependency != null
      const status = reply.call === null ? 500 : broken ? 502 : declined ? 400 : 200
      const record = reply.trace
      record.startMs = atMs
      const { api, method, path } = trigger
      const endMs = reply.endMs + tailMs
      const hop = {
        kind: 'api' as const,
        id,
        lambdaSubsegmentId: stepId,
        api,
        method,
        path,
        startMs: atMs,
        endMs,
        status,
      }
      record.hops.unshift(hop)
      fleet.traces.noteHop(record, hop)
    },
  }
}

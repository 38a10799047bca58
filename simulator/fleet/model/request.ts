import type { Call, CallHop, FunctionState, TraceRecord } from '@/simulator/fleet/model/state'

/** One attempt to have a function invoked. */
export type Request = {
  fn: FunctionState
  qualifier: string | null
  atMs: number
  /** Null asks for a fresh one; asynchronous retries bring theirs. */
  requestId: string | null
  attempt: number
  /** When the event entered the asynchronous queue. */
  queuedMs: number | null
  /** 'decide' where a trace may begin. */
  trace: TraceRecord | 'decide' | null
  parentId: string | null
  /** The hop of the earlier attempts. */
  hop: CallHop | null
  links: { traceId: string; id: string }[]
  /** Of the batch that a queue or stream hands over. */
  messageIds: string[]
}

/** `call` is null when the request was throttled. */
export type Reply = { call: Call | null; trace: TraceRecord | null; hop: CallHop | null; endMs: number; ok: boolean }

export function request(fn: FunctionState, atMs: number, own: Partial<Request> = {}): Request {
  return {
    fn,
    atMs,
    qualifier: fn.spec.routes[0]?.qualifier ?? null,
    requestId: null,
    attempt: 0,
    queuedMs: null,
    trace: 'decide',
    parentId: null,
    hop: null,
    links: [],
    messageIds: [],
    ...own,
  }
}

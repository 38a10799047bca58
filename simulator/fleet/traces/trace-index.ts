import { MinuteIndex } from '@/simulator/fleet/minute-index'
import type { Call, CallTrace, Hop, TraceRecord } from '@/simulator/fleet/model/state'
import { documentTimes } from '@/simulator/fleet/traces/document-times'

type Update = { record: TraceRecord; atMs: number }

/** Traces by id and by the moments at which parts of them become visible. */
export class TraceIndex {
  private readonly byId = new Map<string, TraceRecord>()
  private readonly updates = new MinuteIndex<Update>(
    (update) => update.atMs,
    (a, b) => a.atMs - b.atMs || (a.record.traceId < b.record.traceId ? -1 : 1),
  )

  add(record: TraceRecord): void {
    this.byId.set(`${record.region} ${record.traceId}`, record)
  }

  get(region: string, traceId: string): TraceRecord | null {
    return this.byId.get(`${region} ${traceId}`) ?? null
  }

  /** Call when a hop's times are known. */
  noteHop(record: TraceRecord, hop: Hop): void {
    if (hop.kind === 'call') return
    this.note(record, hop.id, hop.startMs, hop.endMs)
  }

  /** Call when an attempt's times are known: its function's segment, and the service's around it. */
  noteCall(trace: CallTrace, call: Call): void {
    const { startMs, endMs } = call.invocation
    this.note(trace.record, trace.functionId, startMs, endMs)
    this.note(trace.record, trace.hop.id, trace.hop.startMs, endMs)
  }

  noteThrottle(record: TraceRecord, id: string, atMs: number): void {
    this.note(record, id, atMs, atMs + 2)
  }

  /** Distinct traces with a document that became visible in the window, both ends included. */
  *updated(region: string, fromMs: number, toMs: number): Generator<TraceRecord> {
    const seen = new Set<TraceRecord>()
    for (const { record } of this.updates.range(fromMs, toMs + 1)) {
      if (record.region !== region || seen.has(record)) continue
      seen.add(record)
      yield record
    }
  }

  private note(record: TraceRecord, id: string, startMs: number, endMs: number): void {
    const times = documentTimes(id, startMs, endMs)
    if (times.partialAtMs !== null) this.updates.add({ record, atMs: times.partialAtMs })
    this.updates.add({ record, atMs: times.finalAtMs })
  }
}

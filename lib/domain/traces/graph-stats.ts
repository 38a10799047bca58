import { mergePackedSketches, packedQuantile } from '@/lib/domain/merged-sketch'
import { addToSketch, createSketch, encodeSketch } from '@/lib/domain/sketch'

/** Calls by their outcome, each counted under the worst only. Percentiles are of those that ended; null when none did. */
export type GraphStats = {
  count: number
  ok: number
  /** 4xx other than 429. */
  error: number
  throttle: number
  fault: number
  p50Ms: number | null
  p95Ms: number | null
}

export type Outcome = 'ok' | 'error' | 'throttle' | 'fault'
export type OutcomeCounts = Record<Outcome, number>

/** In the order in which stored graphs have them. */
export const OUTCOMES = ['ok', 'error', 'throttle', 'fault'] as const

type Flags = { error: boolean; throttle: boolean; fault: boolean }

/** Under which outcome X-Ray counts a call: fault before throttle before error. */
export function outcomeOf({ error, throttle, fault }: Flags): Outcome {
  return fault ? 'fault' : throttle ? 'throttle' : error ? 'error' : 'ok'
}

/** Counts calls: one by one, or what was counted before and kept as counts and a sketch of durations. */
export class StatsTally {
  readonly counts: OutcomeCounts = { ok: 0, error: 0, throttle: 0, fault: 0 }
  private readonly durationsMs: number[] = []
  /** Encoded sketches, each behind its length in four bytes, as packedQuantile reads them. */
  private readonly sketches: Uint8Array[] = []

  /** `durationMs` is null for a call that still runs. */
  add(outcome: Outcome, durationMs: number | null): void {
    this.counts[outcome] += 1
    if (durationMs !== null) this.durationsMs.push(Math.max(0, durationMs))
  }

  /** `sketch`: of the durations of what is counted, framed by its length. */
  addCounted(counts: OutcomeCounts, sketch: Uint8Array): void {
    for (const outcome of OUTCOMES) this.counts[outcome] += counts[outcome]
    if (sketch.length > 0) this.sketches.push(sketch)
  }

  /** Everything that `other` counted. */
  addAll(other: StatsTally): void {
    for (const outcome of OUTCOMES) this.counts[outcome] += other.counts[outcome]
    for (const duration of other.durationsMs) this.durationsMs.push(duration)
    this.sketches.push(...other.sketches)
  }

  /** Percentiles are exact while every duration is known, and within 1 % once sketches were added. */
  stats(): GraphStats {
    const { ok, error, throttle, fault } = this.counts
    const quantile = this.sketches.length === 0 ? this.nearestRank() : this.sketched()
    return {
      count: ok + error + throttle + fault,
      ...this.counts,
      p50Ms: quantile(0.5),
      p95Ms: quantile(0.95),
    }
  }

  /** Holds one sketch in place of many: a busy stretch of time adds tens of thousands. */
  compact(): void {
    const pieces = this.framedSketches()
    if (pieces.length < 2) return
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    const packed = new Uint8Array(length)
    let at = 0
    for (const piece of pieces) {
      packed.set(piece, at)
      at += piece.length
    }
    this.durationsMs.length = 0
    this.sketches.splice(0, this.sketches.length, frame(encodeSketch(mergePackedSketches(packed))))
  }

  /** All durations as framed sketches: one, or those that were added. */
  framedSketches(): readonly Uint8Array[] {
    return this.durationsMs.length === 0 ? this.sketches : [...this.sketches, frameSketch(this.durationsMs)]
  }

  private sketched(): (quantile: number) => number | null {
    const pieces = this.framedSketches()
    return (quantile) => packedQuantile(pieces, quantile)
  }

  private nearestRank(): (quantile: number) => number | null {
    const sorted = this.durationsMs.sort((a, b) => a - b)
    return (quantile) => sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? null
  }
}

function frameSketch(durationsMs: readonly number[]): Uint8Array {
  const sketch = createSketch()
  for (const duration of durationsMs) addToSketch(sketch, duration)
  return frame(encodeSketch(sketch))
}

/** An encoded sketch behind its length in four bytes, highest first. */
function frame(encoded: Uint8Array): Uint8Array {
  const framed = new Uint8Array(encoded.length + 4)
  new DataView(framed.buffer).setUint32(0, encoded.length)
  framed.set(encoded, 4)
  return framed
}

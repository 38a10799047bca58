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

type Outcome = { error: boolean; throttle: boolean; fault: boolean }

/** Counts calls as X-Ray does: fault before throttle before error. */
export class StatsTally {
  private ok = 0
  private error = 0
  private throttle = 0
  private fault = 0
  private readonly durationsMs: number[] = []

  /** `durationMs` is null for a call that still runs. */
  add({ error, throttle, fault }: Outcome, durationMs: number | null): void {
    if (fault) this.fault += 1
    else if (throttle) this.throttle += 1
    else if (error) this.error += 1
    else this.ok += 1
    if (durationMs !== null) this.durationsMs.push(Math.max(0, durationMs))
  }

  stats(): GraphStats {
    const { ok, error, throttle, fault } = this
    const sorted = this.durationsMs.sort((a, b) => a - b)
    const nearestRank = (quantile: number) => sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? null
    return {
      count: ok + error + throttle + fault,
      ok,
      error,
      throttle,
      fault,
      p50Ms: nearestRank(0.5),
      p95Ms: nearestRank(0.95),
    }
  }
}

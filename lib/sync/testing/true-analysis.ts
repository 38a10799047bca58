/** An invocation as the simulator knows it; what of it the analysis pages are held to. */
export type TrueCall = {
  requestId: string
  qualifier: string | null
  executedVersion: string
  startMs: number
  endMs: number
  initStartMs: number | null
  initMs: number | null
  restoreMs: number | null
  durationMs: number
  billedMs: number
  memoryMb: number
  maxMemoryUsedMb: number
  coldStart: boolean
  result: string
  environment: string
  provisioned: boolean
  spillover: boolean
}

/** The calls of a function, a version or an alias. */
export function callsOf(calls: readonly TrueCall[], qualifier: string | undefined): TrueCall[] {
  if (qualifier === undefined) return [...calls]
  const isVersion = qualifier === '$LATEST' || /^\d+$/.test(qualifier)
  return calls.filter((call) => (isVersion ? call.executedVersion : call.qualifier) === qualifier)
}

/** Version or Memory Size and start → how many. */
export function countBy(calls: readonly TrueCall[], keyOf: (call: TrueCall) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const call of calls) counts[keyOf(call)] = (counts[keyOf(call)] ?? 0) + 1
  return counts
}

/** The most that ran at one instant, an init and the instant of the end included, as the simulator counts it. */
export function mostAtOnce(calls: readonly TrueCall[], window: { from: number; to: number }): number {
  const changes = calls
    .filter((call) => call.endMs >= window.from && (call.initStartMs ?? call.startMs) < window.to)
    .flatMap((call) => [
      { atMs: Math.max(call.initStartMs ?? call.startMs, window.from), by: 1 },
      { atMs: call.endMs, by: -1 },
    ])
    .filter(({ atMs }) => atMs < window.to)
    .sort((left, right) => left.atMs - right.atMs || left.by - right.by)
  let now = 0
  let most = 0
  for (const { by } of changes) {
    now += by
    most = Math.max(most, now)
  }
  return most
}

/** An invocation as the simulator knows it; what of it the analysis pages are held to. */
export type TrueCall = {
  region: string
  functionName: string
  requestId: string
  /** 0 first; asynchronous retries count up. */
  attempt: number
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
  errorType: string | null
  /** Null when not sampled. */
  traceId: string | null
  /** How long an asynchronous event had waited. */
  asyncAgeMs: number | null
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

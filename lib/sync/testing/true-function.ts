export type Counts = {
  invocations: number
  errors: number
  throttles: number
  coldStarts: number
  timeouts: number
  outOfMemory: number
  initErrors: number
  billedMs: number
  maxMemoryUsedMb: number | null
  durationMs: { p50: number | null; p95: number | null; p99: number | null; max: number | null }
}

/** What the simulator says of a function at GET /_truth. */
export type TrueFunction = {
  accountId: string
  region: string
  name: string
  tags: Record<string, string>
  architecture: string
  timeoutS: number
  memoryMb: Record<string, number>
  /** Concurrency that stands ready, by the alias or version that has it. */
  provisioned: Record<string, number>
  all: Counts
  versions: Record<string, Counts>
  aliases: Record<string, Counts>
}

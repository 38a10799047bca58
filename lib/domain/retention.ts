/** What is kept for a number of days that can be set. */
export const RETENTION_KINDS = [
  'logLines',
  'invocations',
  'traceDocuments',
  'traces',
  'metricPoints',
  'minuteRollups',
  'hourRollups',
  'syncRuns',
  'apiUsage',
] as const
export type RetentionKind = (typeof RETENTION_KINDS)[number]
/** Whole days of UTC; the day that is running is kept besides. */
export type Retention = Readonly<Record<RetentionKind, number>>

/** Chosen so that a fleet of 40 busy functions stays below 2 GB. */
export const DEFAULT_RETENTION: Retention = {
  logLines: 7,
  invocations: 7,
  traceDocuments: 7,
  traces: 30,
  metricPoints: 30,
  minuteRollups: 30,
  hourRollups: 92,
  syncRuns: 2,
  apiUsage: 400,
}

/**
 * Days that may be set. Late lines are folded with those around them for hours, and change the rollups of their minutes,
 * so that neither may be gone too soon.
 */
export const RETENTION_LIMITS: Readonly<Record<RetentionKind, { least: number; most: number }>> = {
  logLines: { least: 2, most: 400 },
  invocations: { least: 2, most: 400 },
  traceDocuments: { least: 1, most: 400 },
  traces: { least: 1, most: 400 },
  metricPoints: { least: 1, most: 400 },
  minuteRollups: { least: 2, most: 400 },
  hourRollups: { least: 2, most: 3660 },
  syncRuns: { least: 1, most: 400 },
  apiUsage: { least: 35, most: 3660 },
}

/** The defaults with what is set in their place; what is set and known no more is left out. */
export function resolveRetention(set: readonly { kind: string; days: number }[]): Retention {
  const days = new Map(set.map((one) => [one.kind, one.days]))
  const resolved = { ...DEFAULT_RETENTION }
  for (const kind of RETENTION_KINDS) resolved[kind] = days.get(kind) ?? resolved[kind]
  return resolved
}

/**
 * Says why these numbers of days do not go together; null when they do. A minute is rolled up from all of its
 * invocations, and an hour from its minutes: what they are made of must not outlive them.
 */
export function explainConflict({ invocations, logLines, minuteRollups, hourRollups }: Retention): string | null {
  if (Math.max(invocations, logLines) > minuteRollups)
    return 'minuteRollups must be kept at least as long as logLines and invocations.'
  if (minuteRollups > hourRollups) return 'hourRollups must be kept at least as long as minuteRollups.'
  return null
}

/** For how many days graphs of hours and days are kept: never shorter than the traces that they are made of. */
export function graphDays({ hourRollups, traceDocuments }: Retention): number {
  return Math.max(hourRollups, traceDocuments)
}

const DAY_MS = 86_400_000

/** The start of the first day (UTC) that is kept. */
export function firstKeptMs(nowMs: number, days: number): number {
  return Math.floor(nowMs / DAY_MS - days) * DAY_MS
}

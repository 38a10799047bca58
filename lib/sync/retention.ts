const DAY_MS = 86_400_000

/** How long rows are kept, in ms. X-Ray itself keeps traces for 30 days, CloudWatch one-minute points for 15. */
export const RETENTION_MS = {
  logs: 7 * DAY_MS,
  metrics: 15 * DAY_MS,
  rollups: 30 * DAY_MS,
  traces: 30 * DAY_MS,
  segments: 7 * DAY_MS,
  runs: 7 * DAY_MS,
  workers: DAY_MS,
} as const

/** Whole minutes, as far back as the backfill goes and the retention allows. */
export function targetFrom(nowMs: number, backfillMs: number, retentionMs: number): number {
  return Math.floor((nowMs - Math.min(backfillMs, retentionMs)) / 60_000) * 60_000
}

import type { Retention } from '@/lib/domain/retention'
import { movingWindow } from '@/lib/domain/time-range'

const DAY_MS = 86_400_000

/**
 * How far back the pull may reach, in ms: as far as AWS answers (X-Ray keeps traces for 30 days; CloudWatch has one-minute
 * points for 15, and those of five minutes before), spans for their documents. What is kept for less is aimed at for less.
 */
export const REACH_MS = { logs: 30 * DAY_MS, metrics: 30 * DAY_MS, traces: 30 * DAY_MS, spans: 7 * DAY_MS } as const

/** The reach of each source where less is kept than AWS has. Log lines are read for their rollups, which outlive them. */
export function reachOf({
  minuteRollups,
  metricPoints,
  traces,
  traceDocuments,
}: Retention): Record<keyof typeof REACH_MS, number> {
  return {
    logs: Math.min(REACH_MS.logs, minuteRollups * DAY_MS),
    metrics: Math.min(REACH_MS.metrics, metricPoints * DAY_MS),
    traces: Math.min(REACH_MS.traces, traces * DAY_MS),
    spans: Math.min(REACH_MS.spans, traceDocuments * DAY_MS),
  }
}

/** Whole minutes, as far back as a range of the backfill's length begins and the reach allows. */
export function targetFrom(nowMs: number, backfillMs: number, reachMs: number): number {
  const fromMs = Math.max(movingWindow(backfillMs, nowMs).fromMs, nowMs - reachMs)
  return Math.floor(fromMs / 60_000) * 60_000
}

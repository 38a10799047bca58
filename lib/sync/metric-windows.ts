import type { AskedSeries } from '@/lib/sync/metric-series'
import { HOUR_MS, MINUTE_MS, planLive, RECENT_MS } from '@/lib/sync/plan-windows'
import { findHoles, type TimeRange } from '@/lib/sync/time-ranges'

const DAY_MS = 24 * HOUR_MS
/** ListMetrics names what had a point within two weeks. */
export const LISTED_MS = 14 * DAY_MS
const LARGEST_SLICE_MS = DAY_MS
/** How far back a live read reaches after a pause; the rest is the backfill's. */
const LONGEST_LIVE_MS = 12 * HOUR_MS
/** CloudWatch keeps points of a minute for 15 days, of five for 63 and of an hour for 455; with room for a slow pull. */
const PERIODS = [
  { keptMs: 15 * DAY_MS - HOUR_MS, periodS: 60 },
  { keptMs: 63 * DAY_MS - HOUR_MS, periodS: 300 },
  { keptMs: Number.POSITIVE_INFINITY, periodS: 3600 },
] as const

export type MetricPlan = { targetFromMs: number; toMs: number }
export type MetricWindow = { window: TimeRange; forget: TimeRange | null; periodS: number; series: AskedSeries[] }

/** CloudWatch has a minute's points one to three minutes after it: younger minutes are not asked for. */
const PUBLISHED_AFTER_MS = 2 * MINUTE_MS
/** What has had no point for this long is read less often, unless something says that it has. */
const QUIET_AFTER_MS = 15 * MINUTE_MS
/** The listing of metrics of the last three hours may name one for up to 50 minutes more: a series counts as idle after that. */
export const IDLE_AFTER_MS = 4 * HOUR_MS
/** How often then: the newest read reaches back as far. */
const QUIET_EVERY_MS = 15 * MINUTE_MS

/**
 * How long a read of a series is good for, in ms: 0 for one that had points in the minutes before it or was never
 * answered, a quarter of an hour while there were any lately (activeFromMs), then idleEveryMs. isTold: log lines say when
 * it has points again.
 */
export function goodFor(
  { readAtMs, lastPointAtMs }: Pick<AskedSeries, 'readAtMs' | 'lastPointAtMs'>,
  { activeFromMs, idleEveryMs, isTold }: { activeFromMs: number; idleEveryMs: number; isTold: boolean },
): number {
  if (!readAtMs) return 0
  if (lastPointAtMs === null || lastPointAtMs < activeFromMs) return idleEveryMs
  return isTold && lastPointAtMs < readAtMs - QUIET_AFTER_MS ? QUIET_EVERY_MS : 0
}

/** Up to where a read of this moment asks. */
export function publishedUntil(atMs: number): number {
  return Math.floor((atMs - PUBLISHED_AFTER_MS) / MINUTE_MS) * MINUTE_MS
}

/** The newest stretches to read: one for all series that were read up to the same moment. */
export function planLiveMetrics(series: readonly AskedSeries[], plan: MetricPlan, overlapMs: number): MetricWindow[] {
  const groups = new Map<number | null, AskedSeries[]>()
  for (const one of series) {
    const group = groups.get(one.readAtMs)
    if (group === undefined) groups.set(one.readAtMs, [one])
    else group.push(one)
  }
  return [...groups].map(([liveAtMs, group]) => {
    const { window, forget } = planLive({
      liveAtMs: liveAtMs || null,
      nowMs: plan.toMs,
      targetFromMs: plan.targetFromMs,
      overlapMs: Math.ceil(overlapMs / MINUTE_MS) * MINUTE_MS,
      firstMs: RECENT_MS,
      longestMs: LONGEST_LIVE_MS,
    })
    return { window, forget, periodS: 60, series: group }
  })
}

/**
 * The newest stretch that a series lacks, for all series that lack the same: one that began later is caught up alone.
 * Beyond the newest live read of a series that was ever answered there is nothing to lack. Whole hours where points of a
 * minute are not kept.
 */
export function planMetricBackfill(
  series: readonly AskedSeries[],
  plan: MetricPlan,
  nowMs: number,
): MetricWindow | null {
  let newest: { window: TimeRange; series: AskedSeries[] } | null = null
  for (const one of series) {
    const toMs = Math.min(plan.toMs, one.readAtMs || plan.toMs)
    const hole = findHoles(one.covered, { fromMs: plan.targetFromMs, toMs }).at(-1)
    if (hole === undefined || (newest !== null && hole.toMs < newest.window.toMs)) continue
    if (newest === null || hole.toMs > newest.window.toMs) newest = { window: hole, series: [one] }
    else {
      const fromMs = Math.max(hole.fromMs, newest.window.fromMs)
      newest = { window: { ...hole, fromMs }, series: [...newest.series, one] }
    }
  }
  if (newest === null) return null
  const { fromMs, toMs } = newest.window
  return {
    ...cutByAge({ fromMs: Math.max(fromMs, toMs - LARGEST_SLICE_MS), toMs }, nowMs),
    forget: null,
    series: newest.series,
  }
}

/** The newest part of a window whose points CloudWatch keeps in the same period. */
function cutByAge({ fromMs, toMs }: TimeRange, nowMs: number): { window: TimeRange; periodS: number } {
  for (const { keptMs, periodS } of PERIODS) {
    const keptFromMs = Math.ceil((nowMs - keptMs) / HOUR_MS) * HOUR_MS
    if (toMs <= keptFromMs) continue
    const window = { fromMs: Math.max(fromMs, keptFromMs), toMs }
    if (periodS === 60) return { window, periodS }
    // A row of an hour has points of one period only.
    const whole = {
      fromMs: Math.floor(window.fromMs / HOUR_MS) * HOUR_MS,
      toMs: Math.min(Math.ceil(window.toMs / HOUR_MS) * HOUR_MS, nowMs),
    }
    return { window: whole, periodS }
  }
  return { window: { fromMs, toMs }, periodS: 3600 }
}

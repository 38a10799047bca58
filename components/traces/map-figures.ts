import { type DrawnNode, isFunction } from '@/components/traces/draw-map'
import type { MapFigure } from '@/components/traces/read-map-view'
import type { CostResponse } from '@/lib/contracts/cost'
import { formatCount, formatDuration, formatPercent, formatUsd } from '@/lib/domain/format'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'

/** Dollars by account and function, as far as they are known. */
export type Costs = ReadonlyMap<string, number>

/** Calls that did not end well, of all that were counted; null of none. */
export function failedShare({ count, ok }: GraphStats): number | null {
  return count === 0 ? null : (count - ok) / count
}

/** The chosen figure of a node; null where it is not known. */
export function figureOf(node: DrawnNode, figure: MapFigure, costs: Costs): number | null {
  const { count, ok, p95Ms } = node.stats
  if (figure === 'requests') return count
  if (figure === 'failed') return count - ok
  if (figure === 'p95') return p95Ms
  const keys = new Set(node.members.filter(isFunction).map(costKey))
  const known = [...keys].map((key) => costs.get(key)).filter((usd) => usd !== undefined)
  return known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0)
}

/** How large a node is drawn by its figure, 0 to 1: by the logarithm, because traffic differs by powers of ten. */
export function weightOf(value: number | null, most: number): number {
  if (value === null || value <= 0 || most <= 0) return 0
  return Math.min(1, Math.log1p((value / most) * 99) / Math.log(100))
}

export function formatFigure(value: number | null, figure: MapFigure): string {
  if (figure === 'p95') return formatDuration(value)
  return figure === 'cost' ? formatUsd(value) : formatCount(value)
}

/** Rate · p95 · error %, as edges are labelled. */
export function labelEdge(stats: GraphStats, windowMs: number): string {
  return `${formatRate(stats.count, windowMs)} · ${formatDuration(stats.p95Ms)} · ${formatPercent(failedShare(stats))}`
}

/** Calls in a time that reads well: of a second, a minute or an hour. */
export function formatRate(count: number, windowMs: number): string {
  const perSecond = count / (windowMs / 1000)
  if (perSecond >= 1) return `${formatCount(perSecond)}/s`
  if (perSecond * 60 >= 1) return `${formatCount(perSecond * 60)}/min`
  return `${formatCount(perSecond * 3600)}/h`
}

type Priced = Pick<CostResponse['groups'][number], 'of' | 'usd'>

/** Dollars by account and function, over all regions: what a node of that name stands for. */
export function costsOf(cost: { groups: readonly Priced[] } | undefined): Costs {
  const costs = new Map<string, number>()
  for (const { of, usd } of cost?.groups ?? []) {
    if (of === null) continue
    const key = costKey({ accountId: of.accountId, name: of.functionName })
    costs.set(key, (costs.get(key) ?? 0) + usd)
  }
  return costs
}

function costKey({ accountId, name }: { accountId: string | null; name: string }): string {
  return `${accountId ?? ''}/${name}`
}

import { type Box, LEAST_DRAG } from '@/components/traces/use-scatter-pointer'
import type { TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

type Axes = { fromMs: number; toMs: number; durationAt(y: number): number; filter: string | null }
/** In seconds; null where there is none. */
type Bounds = { lower: number | null; upper: number | null }

/** Durations of whole milliseconds, as an expression has them: in seconds. */
const MS_PER_SECOND = 1000
/** A box that reaches the end of an axis means all that lies beyond too, px. */
const END = 1

/**
 * The time range and the filter that a box drawn over the scatter stands for; range null: as it was. An axis along which
 * hardly anything was drawn stays whole. It replaces the durations of an earlier box, but where it reaches an end.
 */
export function narrowToBox(
  box: Box,
  size: { width: number; height: number },
  { fromMs, toMs, durationAt, filter }: Axes,
): { range: { fromMs: number; toMs: number } | null; filter: string | null } {
  const timeAt = (x: number) => fromMs + (x / size.width) * (toMs - fromMs)
  const isWide = box.x1 - box.x0 > LEAST_DRAG
  const range = isWide ? { fromMs: Math.floor(timeAt(box.x0)), toMs: Math.ceil(timeAt(box.x1)) } : null
  if (box.y1 - box.y0 <= LEAST_DRAG) return { range, filter }
  const seconds = (y: number, round: (value: number) => number) =>
    round(durationAt(1 - y / size.height)) / MS_PER_SECOND
  const { rest, lower, upper } = splitBounds(filter)
  const narrowed = joinBounds(rest, {
    lower: box.y1 >= size.height - END ? lower : seconds(box.y1, Math.floor),
    upper: box.y0 <= END ? upper : seconds(box.y0, Math.ceil),
  })
  return { range, filter: narrowed === null ? null : writeFilterExpression(narrowed) }
}

/** The bounds of durations at the end of an expression, and what stands before them. */
function splitBounds(text: string | null): Bounds & { rest: TraceFilter | null } {
  const bounds: Bounds = { lower: null, upper: null }
  let rest = text === null ? null : parseFilterExpression(text).filter
  while (rest !== null) {
    const last: TraceFilter = rest.kind === 'and' ? rest.right : rest
    const end = boundOf(last)
    if (end === null || last.kind !== 'number' || bounds[end] !== null) break
    bounds[end] = last.value
    rest = rest.kind === 'and' ? rest.left : null
  }
  return { ...bounds, rest }
}

function boundOf(filter: TraceFilter): keyof Bounds | null {
  if (filter.kind !== 'number' || filter.field !== 'duration') return null
  if (filter.operator === '>=') return 'lower'
  return filter.operator === '<=' ? 'upper' : null
}

function joinBounds(rest: TraceFilter | null, { lower, upper }: Bounds): TraceFilter | null {
  let filter = rest
  const add = (operator: '>=' | '<=', value: number | null) => {
    if (value === null) return
    const right: TraceFilter = { kind: 'number', field: 'duration', operator, value }
    filter = filter === null ? right : { kind: 'and', left: filter, right }
  }
  add('>=', lower)
  add('<=', upper)
  return filter
}

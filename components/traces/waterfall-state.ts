import type { WaterfallMeasures } from '@/components/traces/measure-waterfall'
import { FLAG, type TraceColumns } from '@/lib/domain/traces/build-trace-columns'

/** The stretch of the trace that is drawn, as shares of its length. */
export type TimeView = { from: number; to: number }

export const WHOLE: TimeView = { from: 0, to: 1 }

export type WaterfallState = {
  view: TimeView
  /** Spans at this depth and below are closed, and those above open; null: all are open. */
  level: number | null
  /** Spans that are the other way. */
  toggled: ReadonlySet<number>
  selected: number | null
  /** Only this span and all below it are shown. */
  focus: number | null
  /** Spans are hidden that are shorter, with all below them. Microseconds. */
  shorterThanUs: number
  find: string
  criticalOnly: boolean
}

export const FIRST_STATE: WaterfallState = {
  view: WHOLE,
  level: null,
  toggled: new Set(),
  selected: null,
  focus: null,
  shorterThanUs: 0,
  find: '',
  criticalOnly: false,
}

/** What of a trace the rows depend on. */
export type Trace = { columns: TraceColumns; measures: WaterfallMeasures }

export function isClosed({ depth }: TraceColumns, { level, toggled }: WaterfallState, index: number): boolean {
  return (level !== null && (depth[index] ?? 0) >= level) !== toggled.has(index)
}

/** Whether something below a span is shown once the span is open. */
export function hasRowsBelow({ measures }: Trace, { shorterThanUs }: WaterfallState, index: number): boolean {
  return (measures.belowUs[index] ?? -1) >= shorterThanUs
}

/** The spans of the subtree in focus, or of the whole trace: first inclusive, last exclusive. */
function rangeOf({ size }: TraceColumns, { focus }: WaterfallState): { first: number; last: number } {
  return focus === null ? { first: 0, last: size.length } : { first: focus, last: focus + (size[focus] ?? 1) }
}

/**
 * Places of the spans that are shown, in order: in focus, not hidden for being short (a span with something longer below
 * it stays, so that nothing loses what it hangs from), and not below a closed one.
 */
export function listVisible({ columns, measures }: Trace, state: WaterfallState): number[] {
  const { first, last } = rangeOf(columns, state)
  const visible: number[] = []
  for (let index = first; index < last; ) {
    const isHidden = index !== state.focus && (measures.longestUs[index] ?? 0) < state.shorterThanUs
    if (!isHidden) visible.push(index)
    const size = columns.size[index] ?? 1
    index += isHidden || (size > 1 && isClosed(columns, state, index)) ? size : 1
  }
  return visible
}

/** How many spans in focus are hidden for being short. */
export function countHidden(trace: Trace, state: WaterfallState): number {
  if (state.shorterThanUs === 0) return 0
  const { first, last } = rangeOf(trace.columns, state)
  return last - first - listVisible(trace, { ...state, level: null, toggled: new Set() }).length
}

/** Whether a span would be shown if everything were open. */
function isShown({ columns, measures }: Trace, state: WaterfallState, index: number): boolean {
  const { first, last } = rangeOf(columns, state)
  const isLong = index === state.focus || (measures.longestUs[index] ?? 0) >= state.shorterThanUs
  return index >= first && index < last && isLong
}

/** Spans whose name, note or service holds the text, in order; none for an empty text. Hidden ones are not found. */
export function findSpans(trace: Trace, state: WaterfallState): number[] {
  const wanted = state.find.trim().toLowerCase()
  if (wanted === '') return []
  const { words, name, note, service } = trace.columns
  const hits = words.map((word) => word.toLowerCase().includes(wanted))
  const found: number[] = []
  for (let index = 0; index < name.length; index += 1) {
    const isHit = hits[name[index] ?? -1] || hits[note[index] ?? -1] || hits[service[index] ?? -1]
    if (isHit && isShown(trace, state, index)) found.push(index)
  }
  return found
}

const FAILED = FLAG.error | FLAG.fault | FLAG.throttle

export function isFailed(flags: number): boolean {
  return (flags & FAILED) !== 0
}

/** Spans that failed in any of X-Ray's three ways, in order. Hidden ones are left out. */
export function listFailed(trace: Trace, state: WaterfallState): number[] {
  const failed: number[] = []
  trace.columns.flags.forEach((flag, index) => {
    if (isFailed(flag) && isShown(trace, state, index)) failed.push(index)
  })
  return failed
}

/** Closes the deepest level that is still open, or opens the shallowest one that is closed. */
export function stepLevel(trace: Trace, state: WaterfallState, open: boolean): WaterfallState {
  const { depth } = trace.columns
  const depthOf = (index: number) => depth[index] ?? 0
  const candidates = listVisible(trace, state).filter(
    (index) => hasRowsBelow(trace, state, index) && isClosed(trace.columns, state, index) === open,
  )
  if (candidates.length === 0) return state
  const depths = candidates.map(depthOf)
  const was = state.level ?? Number.POSITIVE_INFINITY
  const at = depths.reduce((a, b) => (open ? Math.min(a, b) : Math.max(a, b)))
  const level = open ? Math.max(was, at + 1) : Math.min(was, at)
  const keeps = (index: number) => depthOf(index) < Math.min(was, at) || (open && depthOf(index) > at)
  const toggled = new Set([...state.toggled].filter(keeps))
  const closes = trace.columns.size.some((below, index) => below > 1 && depthOf(index) >= level)
  return { ...state, level: closes ? level : null, toggled }
}

export function toggle({ toggled, ...state }: WaterfallState, index: number): WaterfallState {
  const next = new Set(toggled)
  if (!next.delete(index)) next.add(index)
  return { ...state, toggled: next }
}

/** Selects a span and opens what hides it: closed ones above it, a focus elsewhere, a least duration. */
export function reveal(trace: Trace, state: WaterfallState, index: number): WaterfallState {
  const { first, last } = rangeOf(trace.columns, state)
  let next: WaterfallState = { ...state, selected: index }
  if (index < first || index >= last) next = { ...next, focus: null }
  if (!isShown(trace, next, index)) next = { ...next, shorterThanUs: 0 }
  for (let above = trace.measures.parent[index] ?? -1; above >= 0; above = trace.measures.parent[above] ?? -1) {
    if (isClosed(trace.columns, next, above)) next = toggle(next, above)
  }
  return next
}

/** Shows a subtree alone, or all again. What was selected elsewhere is let go. */
export function focusOn(trace: Trace, state: WaterfallState, index: number | null): WaterfallState {
  if (index === null) return { ...state, focus: null }
  const next = { ...state, focus: index, selected: index }
  return isClosed(trace.columns, next, index) ? toggle(next, index) : next
}

/** The next of the listed places after one, going round; null when there is none. */
export function nextOf(list: readonly number[], from: number | null, step: 1 | -1): number | null {
  if (list.length === 0) return null
  const at = from ?? (step === 1 ? -1 : Number.POSITIVE_INFINITY)
  if (step === 1) return list.find((index) => index > at) ?? list[0] ?? null
  return list.findLast((index) => index < at) ?? list.at(-1) ?? null
}

/** The stretch of the selected span with a little room around it; the whole when it is drawn already or nothing is selected. */
export function zoomTo({ columns, measures }: Trace, { selected, view }: WaterfallState): TimeView {
  if (selected === null) return WHOLE
  const { startUs, totalUs } = columns
  const start = (startUs[selected] ?? 0) / totalUs
  const length = Math.max(1 / totalUs, (measures.endUs[selected] ?? 0) / totalUs - start)
  const next = { from: Math.max(0, start - length * 0.03), to: Math.min(1, start + length * 1.03) }
  return next.from === view.from && next.to === view.to ? WHOLE : next
}

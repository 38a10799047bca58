import { FLAG, type TraceColumns } from '@/components/traces/build-trace-columns'

/** The stretch of the trace that is drawn, as shares of its length. */
export type TimeView = { from: number; to: number }

export const WHOLE: TimeView = { from: 0, to: 1 }

export type WaterfallState = {
  view: TimeView
  collapsed: ReadonlySet<number>
  selected: number | null
  find: string
  criticalOnly: boolean
}

export const FIRST_STATE: WaterfallState = {
  view: WHOLE,
  collapsed: new Set(),
  selected: null,
  find: '',
  criticalOnly: false,
}

/** Indexes of the spans that are shown: those below a collapsed one are skipped. */
export function listVisible({ size }: TraceColumns, collapsed: ReadonlySet<number>): number[] {
  const visible: number[] = []
  for (let index = 0; index < size.length; ) {
    visible.push(index)
    index += collapsed.has(index) ? (size[index] ?? 1) : 1
  }
  return visible
}

/** Spans whose name or note holds the text, in order; none for an empty text. */
export function findSpans({ words, name, note }: TraceColumns, text: string): number[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  const hits = words.map((word) => word.toLowerCase().includes(wanted))
  return name.flatMap((word, index) => (hits[word] || hits[note[index] ?? -1] ? [index] : []))
}

/** Collapses the deepest level that is still open, or opens the shallowest one that is closed. */
export function stepLevel(columns: TraceColumns, collapsed: ReadonlySet<number>, open: boolean): Set<number> {
  const next = new Set(collapsed)
  const parents = listVisible(columns, collapsed).filter((index) => (columns.size[index] ?? 1) > 1)
  const candidates = parents.filter((index) => collapsed.has(index) === open)
  const depths = candidates.map((index) => columns.depth[index] ?? 0)
  const level = open ? Math.min(...depths) : Math.max(...depths)
  for (const index of candidates) {
    if (columns.depth[index] !== level) continue
    if (open) next.delete(index)
    else next.add(index)
  }
  return next
}

/** Opens what hides a span. */
export function reveal({ size }: TraceColumns, collapsed: ReadonlySet<number>, index: number): Set<number> {
  return new Set([...collapsed].filter((at) => !(at < index && index < at + (size[at] ?? 1))))
}

/** The nearest span that starts lower in depth before this one; null for a root. */
export function parentOf({ depth }: TraceColumns, index: number): number | null {
  for (let at = index - 1; at >= 0; at -= 1) if ((depth[at] ?? 0) < (depth[index] ?? 0)) return at
  return null
}

/** The next of the listed indexes after a place, going round; null when there is none. */
export function nextOf(list: readonly number[], from: number | null, step: 1 | -1): number | null {
  if (list.length === 0) return null
  const at = from ?? (step === 1 ? -1 : Number.POSITIVE_INFINITY)
  if (step === 1) return list.find((index) => index > at) ?? list[0] ?? null
  return list.findLast((index) => index < at) ?? list.at(-1) ?? null
}

/** Spans that failed in any of X-Ray's three ways. */
export function listFailed({ flags }: TraceColumns): number[] {
  const bad = FLAG.error | FLAG.fault | FLAG.throttle
  return flags.flatMap((flag, index) => (flag & bad ? [index] : []))
}

/** The stretch of the selected span with a little room around it; the whole when it is drawn already or nothing is selected. */
export function zoomTo({ startUs, durationUs, totalUs }: TraceColumns, { selected, view }: WaterfallState): TimeView {
  if (selected === null) return WHOLE
  const start = (startUs[selected] ?? 0) / totalUs
  const duration = durationUs[selected] ?? 0
  const length = Math.max(1 / totalUs, duration < 0 ? 1 - start : duration / totalUs)
  const next = { from: Math.max(0, start - length * 0.03), to: Math.min(1, start + length * 1.03) }
  return next.from === view.from && next.to === view.to ? WHOLE : next
}

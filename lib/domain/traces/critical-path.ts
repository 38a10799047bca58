import { orderSpans } from '@/lib/domain/traces/order-spans'

type Timed = { id: string; parentId: string | null; startMs: number; endMs: number | null }

/**
 * The IDs of the spans that decided how long the trace took. Walks back from its end: of the children of a span, the
 * one that finished last counts, then the one that finished last before that one began, and so on. A span lasts until
 * all below it ended, so that what an asynchronous call started counts too; a running one lasts until the trace's end.
 */
export function criticalPath(spans: readonly Timed[]): Set<string> {
  const ordered = orderSpans(spans)
  const lastMs = ordered.reduce((ms, { span }) => Math.max(ms, span.endMs ?? span.startMs), Number.NEGATIVE_INFINITY)
  const ends = new Map<string, number>()
  const children = new Map<string | null, Timed[]>()
  // Children stand after their parents, so backwards every child is finished before its parent is looked at.
  for (const { span, depth } of ordered.toReversed()) {
    const own = Math.max(span.endMs ?? lastMs, span.startMs, ends.get(span.id) ?? Number.NEGATIVE_INFINITY)
    ends.set(span.id, own)
    const parentId = depth === 0 ? null : span.parentId
    if (parentId !== null) ends.set(parentId, Math.max(own, ends.get(parentId) ?? Number.NEGATIVE_INFINITY))
    const siblings = children.get(parentId)
    if (siblings) siblings.push(span)
    else children.set(parentId, [span])
  }
  const endOf = (span: Timed) => ends.get(span.id) ?? span.startMs
  const path = new Set<string>()
  const open: { id: string | null; untilMs: number }[] = [{ id: null, untilMs: lastMs }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.id !== null) path.add(next.id)
    let cursorMs = next.untilMs
    const candidates = (children.get(next.id) ?? []).sort((a, b) => endOf(b) - endOf(a) || a.startMs - b.startMs)
    for (const child of candidates) {
      if (endOf(child) > cursorMs) continue
      open.push({ id: child.id, untilMs: endOf(child) })
      cursorMs = child.startMs
    }
  }
  return path
}

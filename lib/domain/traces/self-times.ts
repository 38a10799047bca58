type Timed = { id: string; parentId: string | null; startMs: number; endMs: number | null }

/**
 * The milliseconds of each span in which it ran and none of its children did; what children do before it begins or after
 * it ends (an asynchronous call, a skewed clock) takes nothing from it. Null while it runs. spans: siblings by start, as
 * buildTree has them.
 */
export function selfTimes(spans: readonly Timed[]): Map<string, number | null> {
  const parents = new Map(spans.map((span) => [span.id, span]))
  const self = new Map<string, number | null>()
  const coveredTo = new Map<string, number>()
  for (const { id, startMs, endMs } of spans) self.set(id, endMs === null ? null : Math.max(0, endMs - startMs))
  for (const child of spans) {
    const parent = child.parentId === null ? undefined : parents.get(child.parentId)
    const left = parent && self.get(parent.id)
    if (!parent || parent.endMs === null || left === null || left === undefined) continue
    const from = Math.max(child.startMs, coveredTo.get(parent.id) ?? parent.startMs)
    const to = Math.min(child.endMs ?? parent.endMs, parent.endMs)
    if (to <= from) continue
    coveredTo.set(parent.id, to)
    self.set(parent.id, left - (to - from))
  }
  for (const [id, ms] of self) if (ms !== null) self.set(id, Math.max(0, Math.round(ms * 1000) / 1000))
  return self
}

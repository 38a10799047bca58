import type { IndexedSegment } from '@/lib/domain/traces/index-segments'
import { rootOf } from '@/lib/domain/traces/root-of'
import type { Span } from '@/lib/domain/traces/span'

export type RootCauseEntity = {
  name: string
  remote: boolean
  /** Share of the root's time: what ran on after the root had ended adds nothing. */
  coverage: number | null
  exceptions: readonly { name: string; message: string }[]
}
export type RootCauseService = { name: string; type: string; inferred: boolean; entities: RootCauseEntity[] }
export type RootCause = readonly RootCauseService[]

type Choose = (children: readonly Span[]) => Span | null

const DEEPEST = 200
/** What took less of the time above it does not say why that took long. */
const LEAST_SHARE = 0.5

/**
 * Why a trace failed or took long: from the root down to the last part that carries the flag, or that took at least half
 * of the time of the part above it. Null when the root does not carry the flag. Follows FaultRootCause and
 * ResponseTimeRootCause of GetTraceSummaries.
 */
export function findRootCauses(
  spans: readonly Span[],
  index: ReadonlyMap<string, IndexedSegment>,
): { fault: RootCause | null; error: RootCause | null; responsetime: RootCause | null } {
  const children = new Map<string, Span[]>()
  for (const span of spans) {
    if (span.parentId === null) continue
    const siblings = children.get(span.parentId)
    if (siblings) siblings.push(span)
    else children.set(span.parentId, [span])
  }
  const root = rootOf(spans)
  if (root === null) return { fault: null, error: null, responsetime: null }
  const below = (span: Span) => children.get(span.id) ?? []
  const walk = (choose: Choose) => describePath(followPath(root, below, choose), root, index)
  return {
    fault: root.fault ? walk((among) => among.find(({ fault }) => fault) ?? null) : null,
    error: root.error ? walk((among) => among.find(({ error }) => error) ?? null) : null,
    responsetime: root.endMs === null ? null : describePath(followSlowest(root, below), root, index),
  }
}

/** How much of the root's time a span took; null while either runs. */
function timeWithin({ startMs, endMs }: Span, root: Span): number | null {
  if (endMs === null || root.endMs === null) return null
  return Math.max(0, Math.min(endMs, root.endMs) - Math.max(startMs, root.startMs))
}

function followPath(root: Span, below: (span: Span) => readonly Span[], choose: Choose): Span[] {
  const path = [root]
  for (let next = choose(below(root)); next !== null && path.length < DEEPEST; next = choose(below(next)))
    path.push(next)
  return path
}

function followSlowest(root: Span, below: (span: Span) => readonly Span[]): Span[] {
  const path = [root]
  const timeOf = (span: Span) => timeWithin(span, root) ?? 0
  for (let at = root; path.length < DEEPEST; ) {
    const [longest] = [...below(at)].sort((a, b) => timeOf(b) - timeOf(a))
    if (longest === undefined || longest.endMs === null || timeOf(longest) < LEAST_SHARE * timeOf(at)) return path
    path.push(longest)
    at = longest
  }
  return path
}

/** A segment begins a service of the path; the subsegments after it are its entities. */
function describePath(path: readonly Span[], root: Span, index: ReadonlyMap<string, IndexedSegment>): RootCause {
  const services: RootCauseService[] = []
  const whole = timeWithin(root, root)
  for (const span of path) {
    const entity = {
      name: span.name,
      remote: span.namespace === 'remote' || span.namespace === 'aws',
      coverage: whole === null || whole === 0 ? null : (timeWithin(span, root) ?? 0) / whole,
      exceptions: (index.get(span.id)?.segment.cause?.exceptions ?? []).map(({ type, message }) => ({
        name: type ?? 'Error',
        message: message ?? '',
      })),
    }
    const last = services.at(-1)
    if (span.kind === 'subsegment' && last !== undefined) last.entities.push(entity)
    else services.push({ name: span.name, type: span.type, inferred: span.inferred, entities: [entity] })
  }
  return services
}

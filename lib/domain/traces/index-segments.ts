import type { Segment } from '@/lib/domain/traces/segment'

/** What of a segment its place in a trace depends on. */
export type Placeable<S> = Pick<
  Segment,
  'id' | 'parentId' | 'kind' | 'inferred' | 'inProgress' | 'startMs' | 'endMs'
> & { subsegments: readonly S[] }

/** `ownerId`: the document that a subsegment was found in (itself for a document). `parentId`: as sent, found or not. */
export type IndexedSegment<S = Segment> = { segment: S; parentId: string | null; ownerId: string }

/** Of two states of one segment the finished one counts, then the one that ended later, then the fuller one. */
function isNewer<S>(a: Placeable<S>, b: Placeable<S>): boolean {
  if (a.inProgress !== b.inProgress) return !a.inProgress
  if ((a.endMs ?? 0) !== (b.endMs ?? 0)) return (a.endMs ?? 0) > (b.endMs ?? 0)
  return a.subsegments.length > b.subsegments.length
}

/**
 * X-Ray draws a service that sent nothing from its caller's point of view ("inferred"). Once the service's own
 * segment is there under the same parent, the inferred one says nothing more.
 */
function withoutReplaced<S extends Placeable<S>>(documents: readonly S[]): S[] {
  const answered = new Set<string>()
  for (const { inferred, kind, parentId } of documents) {
    if (!inferred && kind === 'segment' && parentId !== null) answered.add(parentId)
  }
  return documents.filter(({ inferred, parentId }) => !inferred || parentId === null || !answered.has(parentId))
}

/** Every segment and subsegment of a trace's documents by ID, each ID once, in the order of the documents. */
export function indexSegments<S extends Placeable<S>>(documents: readonly S[]): Map<string, IndexedSegment<S>> {
  const index = new Map<string, IndexedSegment<S>>()
  for (const document of withoutReplaced(documents)) {
    const open: S[] = [document]
    for (let segment = open.pop(); segment !== undefined; segment = open.pop()) {
      const known = index.get(segment.id)
      if (known === undefined || isNewer(segment, known.segment)) {
        // A state that was sent alone may have lost what the other one lies in.
        const parentId = segment.parentId ?? known?.parentId ?? null
        index.set(segment.id, { segment, parentId, ownerId: document.id })
      } else known.parentId ??= segment.parentId
      for (let at = segment.subsegments.length - 1; at >= 0; at -= 1) {
        const child = segment.subsegments[at]
        if (child !== undefined) open.push(child)
      }
    }
  }
  return index
}

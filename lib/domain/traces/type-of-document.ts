import type { Segment } from '@/lib/domain/traces/segment'

/** What a segment's service is. X-Ray infers a plain host without an origin: the call above it says that it is remote. */
export function typeOfDocument(
  { origin, namespace, inferred }: Pick<Segment, 'origin' | 'namespace' | 'inferred'>,
  above: Pick<Segment, 'namespace'> | undefined,
): string {
  if (origin !== null) return origin
  return namespace === 'remote' || (inferred && above?.namespace === 'remote') ? 'remote' : 'AWS::Unknown'
}

import { storableText } from '@/lib/domain/storable-text'
import { accountOf, describeService } from '@/lib/domain/traces/describe-service'
import { placeSegments } from '@/lib/domain/traces/place-segments'
import type { Segment } from '@/lib/domain/traces/segment'

type Node = { id: string; type: string; name: string }

/**
 * The first span, by the waterfall's order, that stands for a node of the trace's graph: its segment, the call to what sends
 * none, the root for its client. Answers null for a node that no span tells of.
 */
export function findNodeSpans(documents: readonly Segment[]): (node: Node) => string | null {
  const byNode = new Map<string, string>()
  const keep = (key: string, id: string) => {
    if (!byNode.has(key)) byNode.set(key, id)
  }
  const { placed } = placeSegments(documents)
  for (const { segment, parent } of placed) {
    const service = serviceOf(segment, placed[parent]?.segment)
    if (service === null) continue
    const name = storableText(service.name)
    const account = accountOf(segment)
    if (account !== null) keep(`${service.type}|${account}|${name}`, segment.id)
    keep(`${service.type}|${name}`, segment.id)
    if (parent < 0 && segment.kind === 'segment') keep(`client|${name}`, segment.id)
  }
  return ({ id, type, name }) => byNode.get(id) ?? byNode.get(`${type}|${name}`) ?? null
}

/** The node that a segment counts for, as the graph names it; null for a local subsegment. */
function serviceOf(segment: Segment, above: Segment | undefined): { type: string; name: string } | null {
  if (segment.kind === 'subsegment') return describeService(segment)
  const { origin, namespace, inferred, name } = segment
  const isRemote = namespace === 'remote' || (inferred && above?.namespace === 'remote')
  return { type: origin ?? (isRemote ? 'remote' : 'AWS::Unknown'), name }
}

import { numberOf, objectOf, textOf } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { lambdaOf } from '@/lib/domain/traces/describe-service'
import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { annotationFacts } from '@/lib/domain/traces/facts/annotation-facts'
import { causeFactsOf } from '@/lib/domain/traces/facts/cause-facts'
import { findRootCauses } from '@/lib/domain/traces/facts/find-root-causes'
import { Keeper } from '@/lib/domain/traces/facts/keep-most'
import { keptText } from '@/lib/domain/traces/facts/kept-text'
import type {
  CallFacts,
  OutcomeFacts,
  SegmentFacts,
  ServiceNames,
  TraceFacts,
} from '@/lib/domain/traces/facts/trace-facts'
import { indexSegments } from '@/lib/domain/traces/index-segments'
import { readCalls, type TracedCall, type TracedService } from '@/lib/domain/traces/read-calls'
import { rootOf } from '@/lib/domain/traces/root-of'
import type { Segment } from '@/lib/domain/traces/segment'
import type { Span } from '@/lib/domain/traces/span'

/**
 * What filters ask of a trace, from all of its documents: of the same services and calls as its graph has. ownAccountId: the
 * account of segments that do not name theirs. Texts are cut at 2,000 characters, lists as Keeper says.
 */
export function readTraceFacts(unordered: readonly Segment[], ownAccountId: string | null): TraceFacts {
  // The same facts, however the documents came.
  const documents = unordered.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const { spans } = buildTree(documents)
  const index = indexSegments(documents)
  const root = rootOf(spans)
  const { services, calls } = readCalls(index, ownAccountId)
  // A client stands before each of them in the graph.
  const roots = new Set(calls.flatMap(({ from, to }) => (from === null && !to.isCall ? [to.segment.id] : [])))
  if (root !== null) roots.add(root.id)
  const segments = services.map((service) => segmentFacts(service, roots))
  const rooted =
    segments[services.findIndex(({ segment }) => segment.id === root?.id)] ??
    loneRoot(root, index.get(root?.id ?? '')?.segment)
  if (rooted !== null && !segments.includes(rooted)) segments.push(rooted)
  const causes = findRootCauses(spans, index)
  const keeper = new Keeper()
  const textsOf = (key: 'u' | 'z' | 'x' | 'ar') =>
    keeper.values(segments.map((facts) => facts[key]).filter((text) => text !== undefined))
  const facts = {
    s: keeper.segments(segments),
    c: keeper.calls(calls.flatMap(callFacts)),
    k: keeper.values(annotationFacts(spans)),
    u: textsOf('u'),
    z: textsOf('z'),
    x: textsOf('x'),
    ar: textsOf('ar'),
    q: keeper.values(spans.flatMap(qualifierOf)),
    rc: withoutEmpty({
      f: causeFactsOf(causes.fault),
      e: causeFactsOf(causes.error),
      t: causeFactsOf(causes.responsetime),
    }),
    ag: rooted?.ha,
    ip: rooted?.hc,
    y: rooted?.y,
    rt: rooted?.h,
    p: spans.some(({ inProgress, kind }) => inProgress && kind !== 'subsegment') || undefined,
    i: segments.some(({ i }) => i) || undefined,
  }
  return withoutEmpty({ ...facts, cut: keeper.isCut || undefined })
}

function segmentFacts(service: TracedService, roots: ReadonlySet<string>): SegmentFacts {
  const { segment, isCall } = service
  return {
    ...namesOf(service),
    ...ownFacts(segment),
    ...(segment.inferred || isCall ? { i: true } : {}),
    ...(roots.has(segment.id) ? { r: true } : {}),
  }
}

/** A part of a segment that has not arrived, where nothing else has either. */
function loneRoot(root: Span | null, segment: Segment | undefined): SegmentFacts | null {
  if (root === null || segment === undefined) return null
  return { n: [keptText(root.name)], y: keptText(root.type), ...ownFacts(segment), r: true }
}

function ownFacts(segment: Segment): Omit<SegmentFacts, keyof ServiceNames> {
  const ec2 = objectOf(segment.aws?.ec2)
  return {
    ...outcomeOf(segment),
    ...given({
      u: textOf(segment.document.user),
      z: textOf(ec2?.availability_zone),
      x: textOf(ec2?.instance_id),
      ar: segment.resourceArn,
    }),
  }
}

/** A client stands before what nobody in the trace called; a call by someone who is not in the trace leads from nowhere. */
function callFacts({ from, to, measured }: TracedCall): CallFacts[] {
  const called = namesOf(to)
  if (from !== null) return [{ from: namesOf(from), to: called, ...outcomeOf(measured) }]
  return to.isCall ? [] : [{ from: { n: called.n, y: 'client' }, to: called, ...outcomeOf(measured) }]
}

/**
 * Of a call also the name that the caller gave it, such as DynamoDB for a table; of a function also that in its ARN, where a
 * span of OpenTelemetry names its service otherwise.
 */
function namesOf({ name, type, accountId, segment }: TracedService): ServiceNames {
  const names = [name, segment.name, lambdaOf(segment).functionName].filter((one) => one !== null)
  return { n: [...new Set(names.map(keptText))], y: keptText(type), ...given({ a: accountId }) }
}

function outcomeOf({ http, startMs, endMs, error, fault, throttle, inProgress }: Segment): OutcomeFacts {
  const request = objectOf(http?.request)
  const facts: OutcomeFacts = given({
    hu: textOf(request?.url),
    hm: textOf(request?.method),
    ha: textOf(request?.user_agent),
    hc: textOf(request?.client_ip),
  })
  const status = numberOf(objectOf(http?.response)?.status)
  if (status !== null) facts.hs = status
  if (startMs !== null && endMs !== null) facts.t = elapsedMs(startMs, endMs)
  if (error) facts.e = true
  if (fault) facts.f = true
  if (throttle) facts.h = true
  if (inProgress) facts.p = true
  return facts
}

function qualifierOf({ functionName, qualifier }: Span): { n: string; q: string }[] {
  return functionName === null || qualifier === null ? [] : [{ n: keptText(functionName), q: keptText(qualifier) }]
}

/** The texts that there are. */
function given<Key extends string>(texts: Record<Key, string | null>): Partial<Record<Key, string>> {
  const found: Partial<Record<Key, string>> = {}
  for (const key of Object.keys(texts) as Key[]) {
    const text = texts[key]
    if (text !== null) found[key] = keptText(text)
  }
  return found
}

function withoutEmpty<Facts extends object>(facts: Facts): Facts {
  const kept = Object.entries(facts).filter(([, value]) => {
    if (value === undefined) return false
    if (Array.isArray(value)) return value.length > 0
    return typeof value !== 'object' || Object.keys(value).length > 0
  })
  // Only optional members are ever empty.
  return Object.fromEntries(kept) as Facts
}

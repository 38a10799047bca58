import { numberOf, objectOf, textOf } from '@/lib/domain/json-value'
import { storableText } from '@/lib/domain/storable-text'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { accountOf, describeService } from '@/lib/domain/traces/describe-service'
import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { causeFactsOf } from '@/lib/domain/traces/facts/cause-facts'
import { findRootCauses } from '@/lib/domain/traces/facts/find-root-causes'
import type {
  AnnotationFacts,
  CallFacts,
  OutcomeFacts,
  SegmentFacts,
  ServiceNames,
  TraceFacts,
} from '@/lib/domain/traces/facts/trace-facts'
import { type IndexedSegment, indexSegments } from '@/lib/domain/traces/index-segments'
import type { Segment } from '@/lib/domain/traces/segment'
import type { Span } from '@/lib/domain/traces/span'

/** Of the segments of a trace, and of its calls, the worst and longest that are kept where there are more. */
const MOST_SEGMENTS = 300
const MOST_VALUES = 200
export const LONGEST_VALUE = 2_000

type Parts = {
  spans: readonly Span[]
  index: ReadonlyMap<string, IndexedSegment>
  byId: ReadonlyMap<string, Span>
  answered: ReadonlySet<string>
  root: Span | null
}

/** What filters ask of a trace, from all of its documents. Texts are cut at 2,000 characters. */
export function readTraceFacts(unordered: readonly Segment[]): TraceFacts {
  // The same facts, however the documents came.
  const documents = unordered.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const { spans } = buildTree(documents)
  const parts = partsOf(spans, indexSegments(documents))
  const segments = segmentFacts(parts)
  const calls = callFacts(parts)
  const root = segments.find(({ r }) => r)
  const causes = findRootCauses(spans, parts.index)
  const keptSegments = keepWorst(segments)
  const keptCalls = keepWorst(calls)
  return withoutEmpty({
    s: keptSegments,
    c: keptCalls,
    k: annotationFacts(spans),
    u: distinct(segments.map(({ u }) => u)),
    z: distinct(segments.map(({ z }) => z)),
    x: distinct(segments.map(({ x }) => x)),
    ar: distinct(segments.map(({ ar }) => ar)),
    q: qualifiersOf(spans),
    rc: withoutEmpty({
      f: causeFactsOf(causes.fault),
      e: causeFactsOf(causes.error),
      t: causeFactsOf(causes.responsetime),
    }),
    ag: root?.ha,
    ip: root?.hc,
    y: root?.y,
    rt: root?.h,
    p: spans.some(({ inProgress, kind }) => inProgress && kind !== 'subsegment') || undefined,
    i: segments.some(({ i }) => i) || undefined,
    cut: keptSegments.length < segments.length || keptCalls.length < calls.length || undefined,
  })
}

function partsOf(spans: readonly Span[], index: ReadonlyMap<string, IndexedSegment>): Parts {
  const answered = new Set(
    spans.flatMap(({ kind, parentId }) => (kind === 'subsegment' || parentId === null ? [] : [parentId])),
  )
  const roots = spans.filter((span) => span.depth === 0)
  return {
    spans,
    index,
    byId: new Map(spans.map((span) => [span.id, span])),
    answered,
    root: roots.find((span) => span.kind === 'segment') ?? roots[0] ?? null,
  }
}

/** Every segment, and every call that no segment answers: it stands for the service that it called. */
function segmentFacts({ spans, index, answered, root }: Parts): SegmentFacts[] {
  return spans.flatMap((span) => {
    const segment = index.get(span.id)?.segment
    const isCall = span.kind === 'subsegment' && !answered.has(span.id) && span.type !== 'local'
    if (segment === undefined || (span.kind === 'subsegment' && !isCall && span !== root)) return []
    const { document } = segment
    const ec2 = objectOf(segment.aws?.ec2)
    const facts: SegmentFacts = {
      ...serviceOf(span, segment),
      ...outcomeOf(span),
      ...given({
        u: textOf(document.user),
        z: textOf(ec2?.availability_zone),
        x: textOf(ec2?.instance_id),
        ar: segment.resourceArn,
      }),
    }
    if (span.inferred || isCall) facts.i = true
    if (span === root) facts.r = true
    return [facts]
  })
}

function callFacts({ spans, index, byId, answered }: Parts): CallFacts[] {
  return spans.flatMap((span): CallFacts[] => {
    const segment = index.get(span.id)?.segment
    if (segment === undefined) return []
    const isCall = span.kind === 'subsegment' && !answered.has(span.id) && span.type !== 'local'
    if (span.kind === 'subsegment' && !isCall) return []
    const parent = span.parentId === null ? undefined : byId.get(span.parentId)
    const caller = ownerOf(parent, byId)
    const to = serviceOf(span, segment)
    const from = caller && index.get(caller.id)?.segment
    if (caller === undefined || from === undefined) {
      return isCall ? [] : [{ from: { n: to.n, y: 'client' }, to, ...outcomeOf(span) }]
    }
    const isSeenByCaller = parent?.kind === 'subsegment' && parent.namespace !== null
    return [{ from: serviceOf(caller, from), to, ...outcomeOf(isSeenByCaller ? parent : span) }]
  })
}

/** The segment that a span is part of. */
function ownerOf(from: Span | undefined, byId: ReadonlyMap<string, Span>): Span | undefined {
  let span = from
  while (span?.kind === 'subsegment') span = span.parentId === null ? undefined : byId.get(span.parentId)
  return span
}

function serviceOf(span: Span, segment: Segment): ServiceNames {
  const called = span.kind === 'subsegment' ? describeService(segment) : null
  const names = [...new Set([called?.name ?? span.name, span.name])].map(storable)
  const type = called?.type ?? (segment.origin === null && segment.inferred ? 'remote' : span.type)
  return { n: names, y: storable(type), ...given({ a: accountOf(segment) }) }
}

function outcomeOf(span: Span): OutcomeFacts {
  const request = objectOf(span.http?.request)
  const facts: OutcomeFacts = given({
    hu: textOf(request?.url),
    hm: textOf(request?.method),
    ha: textOf(request?.user_agent),
    hc: textOf(request?.client_ip),
  })
  const status = numberOf(objectOf(span.http?.response)?.status)
  if (status !== null) facts.hs = status
  if (span.endMs !== null) facts.t = elapsedMs(span.startMs, span.endMs)
  if (span.error) facts.e = true
  if (span.fault) facts.f = true
  if (span.throttle) facts.h = true
  if (span.inProgress) facts.p = true
  return facts
}

/** Every value of every key, each once. */
function annotationFacts(spans: readonly Span[]): AnnotationFacts[] {
  const found = new Map<string, AnnotationFacts>()
  for (const { annotations } of spans) {
    for (const [key, value] of Object.entries(annotations)) {
      if (found.size >= MOST_VALUES) break
      const fact = annotationFact(storable(key), value)
      if (fact !== null) found.set(JSON.stringify(fact), fact)
    }
  }
  return [...found.values()]
}

/** Null for a value that is no text, number, true or false: it cannot be asked for. */
export function annotationFact(k: string, value: unknown): AnnotationFacts | null {
  if (typeof value === 'string') return { k, s: storable(value) }
  if (typeof value === 'number' && Number.isFinite(value)) return { k, v: value }
  return typeof value === 'boolean' ? { k, b: value } : null
}

function qualifiersOf(spans: readonly Span[]): { n: string; q: string }[] {
  const found = new Map<string, { n: string; q: string }>()
  for (const { functionName, qualifier } of spans) {
    if (functionName === null || qualifier === null || found.size >= MOST_VALUES) continue
    const pair = { n: storable(functionName), q: storable(qualifier) }
    found.set(JSON.stringify(pair), pair)
  }
  return [...found.values()]
}

/** Those that failed, then the longest, where there are too many; equal ones once. */
function keepWorst<Facts extends OutcomeFacts>(all: readonly Facts[]): Facts[] {
  const each = [...new Map(all.map((facts) => [JSON.stringify(facts), facts])).values()]
  if (each.length <= MOST_SEGMENTS) return each
  const weight = ({ e, f, h, t }: OutcomeFacts) => (f || h || e ? 1e12 : 0) + (t ?? 0)
  return each.sort((a, b) => weight(b) - weight(a)).slice(0, MOST_SEGMENTS)
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].slice(0, MOST_VALUES)
}

function storable(text: string): string {
  return storableText(text.slice(0, LONGEST_VALUE))
}

/** The texts that there are. */
function given<Key extends string>(texts: Record<Key, string | null>): Partial<Record<Key, string>> {
  const found: Partial<Record<Key, string>> = {}
  for (const key of Object.keys(texts) as Key[]) {
    const text = texts[key]
    if (text !== null) found[key] = storable(text)
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

import type {
  CallFacts,
  CauseFacts,
  OutcomeFacts,
  SegmentFacts,
  TraceFacts,
} from '@/lib/domain/traces/facts/trace-facts'

/*
 * Terms find traces in an index; what they find is then held against the facts. A trace may have terms too many (two that
 * share a number, or one that was true before), never one too few.
 */

/** What the list says of a trace without its documents. */
export type TraceRowFacts = {
  hasError: boolean
  hasFault: boolean
  hasThrottle: boolean
  isPartial: boolean
  durationMs: number | null
  responseMs: number | null
  entryPoint: string | null
  httpMethod: string | null
  httpUrl: string | null
  httpStatus: number | null
}

const STEPS_PER_DOUBLING = 2
export const LAST_BUCKET = 60
const MOST_WORDS = 40
const FLAGS = [
  ['e', 'error'],
  ['f', 'fault'],
  ['h', 'throttle'],
  ['p', 'partial'],
] as const

/** The number that stands for a term (FNV-1a over its parts). */
export function termOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    const text = `${part}\u0001`
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash | 0
}

/** The stretch of a logarithmic scale that a time is in: two for each doubling. */
export function timeBucket(ms: number): number {
  if (!(ms > 1)) return 0
  return Math.min(LAST_BUCKET, Math.floor(Math.log2(ms) * STEPS_PER_DOUBLING))
}

/** The same for any number; what is larger is never in a lower stretch. */
export function numberBucket(value: number): number {
  return Math.sign(value) * Math.min(LAST_BUCKET, Math.floor(Math.log2(Math.abs(value) + 1) * STEPS_PER_DOUBLING))
}

/** The first class that is none of HTTP. */
export const LAST_CLASS = 10
export const OTHER_CLASS = 'other'

/** The hundred that a status code is in. */
export function statusClass(status: number): string {
  const hundred = Math.floor(status / 100)
  return hundred >= LAST_CLASS ? OTHER_CLASS : `${hundred}xx`
}

/** The whole words of a text: runs of letters and digits. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Terms of what is known of a trace without its documents. */
export function listRowTerms(row: TraceRowFacts): number[] {
  const terms = new Set<number>()
  const add = (...parts: (string | number)[]) => terms.add(termOf(...parts))
  if (row.hasError) add('error')
  if (row.hasFault) add('fault')
  if (row.hasThrottle) add('throttle')
  if (row.isPartial) add('partial')
  if (row.durationMs !== null) add('duration', timeBucket(row.durationMs))
  if (row.responseMs !== null) add('responsetime', timeBucket(row.responseMs))
  addText(add, 'name', row.entryPoint)
  addText(add, 'http.method', row.httpMethod)
  addText(add, 'http.url', row.httpUrl)
  for (const word of wordsOf(row.httpUrl ?? '').slice(0, MOST_WORDS)) add('http.url word', word)
  if (wordsOf(row.httpUrl ?? '').length > MOST_WORDS) add('http.url words', 'many')
  if (row.httpStatus !== null) {
    add('http.status')
    add('http.status', row.httpStatus)
    add('http.status', statusClass(row.httpStatus))
  }
  return [...terms]
}

/** Terms of what the documents of a trace say. */
export function listFactTerms(facts: TraceFacts): number[] {
  const terms = new Set<number>()
  const add = (...parts: (string | number)[]) => terms.add(termOf(...parts))
  for (const segment of facts.s ?? []) addSegment(add, segment)
  for (const call of facts.c ?? []) addCall(add, call)
  for (const { k, s, v, b } of facts.k ?? []) {
    add('annotation', k)
    add('annotation', k, s === undefined ? `${v ?? b}` : `"${s}`)
    if (v !== undefined) add('annotation', k, 'about', numberBucket(v))
  }
  for (const user of facts.u ?? []) addText(add, 'user', user)
  for (const zone of facts.z ?? []) addText(add, 'availabilityzone', zone)
  for (const instance of facts.x ?? []) addText(add, 'instance.id', instance)
  for (const arn of facts.ar ?? []) addText(add, 'resource.arn', arn)
  for (const { n, q } of facts.q ?? []) add('qualifier', n, q)
  addText(add, 'http.useragent', facts.ag ?? null)
  addText(add, 'http.clientip', facts.ip ?? null)
  addText(add, 'type', facts.y ?? null)
  if (facts.p) add('partial')
  if (facts.i) add('inferred')
  if (facts.rt) add('root throttle')
  if (facts.cut) add('cut')
  addCauses(add, 'fault', facts.rc?.f)
  addCauses(add, 'error', facts.rc?.e)
  addCauses(add, 'responsetime', facts.rc?.t)
  return [...terms]
}

type Add = (...parts: (string | number)[]) => void

function addText(add: Add, field: string, value: string | null): void {
  if (value === null) return
  add(field)
  add(field, value)
}

/** By each of its names, by none, and by its type: how it went. */
function addSegment(add: Add, segment: SegmentFacts): void {
  add('type of service', segment.y)
  for (const name of ['', ...segment.n]) addOutcome(add, ['service', name], segment)
  for (const name of segment.n) add('service type', name, segment.y)
}

function addCall(add: Add, call: CallFacts): void {
  for (const from of call.from.n) for (const to of call.to.n) addOutcome(add, ['edge', from, to], call)
}

function addOutcome(add: Add, of: readonly string[], facts: OutcomeFacts): void {
  add(...of)
  for (const [key, flag] of FLAGS) if (facts[key]) add(...of, flag)
  if (facts.t !== undefined) add(...of, timeBucket(facts.t))
  if (facts.hs !== undefined) add(...of, statusClass(facts.hs))
}

function addCauses(add: Add, kind: string, causes: CauseFacts | undefined): void {
  if (causes === undefined) return
  add('cause', kind)
  for (const { n } of causes.s) add('cause', kind, 'service', n ?? '')
  for (const { n } of causes.e) add('cause', kind, 'entity', n ?? '')
  for (const { n, m } of causes.x) {
    add('cause', kind, 'exception', n ?? '')
    add('cause', kind, 'message', m ?? '')
  }
  for (const path of causes.w) add('cause', kind, 'path', path)
}

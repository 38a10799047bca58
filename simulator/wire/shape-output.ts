import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { FaultRule } from '@/simulator/wire/fault-rules'

type Shaping = { shapes: readonly FaultRule[]; seed: number; nowMs: number; serial: number }
type Fields = Record<string, unknown>

/** Stands in a text for bytes that are no UTF-8 until the answer is written. */
const notUtf8Mark = '\ue0ff'
const notUtf8Bytes = Buffer.from([0xc3, 0x28, 0xff])
const bigEventBytes = 1024 * 1024
/** Lines of the platform, and JSON lines, are left as they are: what happened must stay readable from them. */
const leftAlone =
  /^(?:START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|LOGS|TELEMETRY|XRAY|RequestId:|\d{4}-[\d-]+T\S+ \S+ Task timed out|\s*\{)/

const oddTexts: Readonly<Record<string, string>> = {
  nul: 'a\u0000b',
  'lone-surrogate': 'a\ud800b\udc00',
  'invalid-utf8': `a${notUtf8Mark}b`,
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf).filter((item) => item !== null) : []
}

function chance(...parts: unknown[]): number {
  return deterministicHash(parts.join('/')) / 2 ** 32
}

function isLate(event: Fields, { lateMs, share }: FaultRule, { seed, nowMs }: Shaping): boolean {
  if (chance(seed, 'late', event.eventId) >= share) return false
  return nowMs < Number(event.timestamp) + chance(seed, 'how late', event.eventId) * lateMs
}

function oddMessage(message: string, kind: string): string {
  if (leftAlone.test(message)) return message
  const text = message.replace(/\n$/, '')
  if (kind === 'big-event') return `${text} ${'x'.repeat(Math.max(0, bigEventBytes - 2 - Buffer.byteLength(text)))}\n`
  return `${text} ${oddTexts[kind] ?? ''}\n`
}

/** A page ends at 1 MB: where some events are made as big, it holds about one of those. */
export function mostEventsOfPage(shapes: readonly FaultRule[]): number {
  const shares = shapes.filter(({ kind }) => kind === 'big-event').map(({ share }) => share)
  return Math.max(1, Math.ceil(1 / Math.max(0, ...shares)))
}

function shapeEvents(events: Fields[], rule: FaultRule, shaping: Shaping): Fields[] {
  const { seed, serial } = shaping
  const chosen = ({ eventId }: Fields) => chance(seed, rule.kind, eventId) < rule.share
  switch (rule.kind) {
    case 'late':
      return events.filter((event) => !isLate(event, rule, shaping))
    case 'duplicate':
      return [...events.flatMap((event) => (chosen(event) ? [event, event] : [event])), ...events.filter(chosen)]
    case 'shuffle':
      return events.toSorted((a, b) => chance(serial, a.eventId) - chance(serial, b.eventId))
    case 'clock-skew':
      return events
    default:
      return events.map((event) => {
        return chosen(event) ? { ...event, message: oddMessage(String(event.message), rule.kind) } : event
      })
  }
}

/** Names and addresses that end in a database: they get the odd characters too. */
function shapeTexts(output: Fields, { kind, share }: FaultRule, seed: number): Fields {
  const odd = oddTexts[kind]
  if (odd === undefined) return output
  const shaped = { ...output }
  if (Array.isArray(output.Functions)) {
    shaped.Functions = listOf(output.Functions).map((fn) => {
      if (chance(seed, kind, fn.FunctionName) >= share) return fn
      return { ...fn, Description: `${fn.Description ?? ''}${odd}` }
    })
  }
  if (Array.isArray(output.TraceSummaries)) {
    shaped.TraceSummaries = listOf(output.TraceSummaries).map((summary) => {
      const http = fieldsOf(summary.Http)
      if (http === null || chance(seed, kind, summary.Id) >= share) return summary
      return { ...summary, Http: { ...http, HttpURL: `${http.HttpURL ?? ''}${odd}` } }
    })
  }
  if (Array.isArray(output.Traces)) {
    shaped.Traces = listOf(output.Traces).map((trace) => {
      if (chance(seed, kind, trace.Id) >= share) return trace
      return { ...trace, Segments: listOf(trace.Segments).map((segment) => oddDocument(segment, odd)) }
    })
  }
  return shaped
}

function oddDocument(segment: Fields, odd: string): Fields {
  const document = fieldsOf(JSON.parse(String(segment.Document)))
  const http = fieldsOf(document?.http)
  const request = fieldsOf(http?.request)
  if (document === null || http === null || request === null) return segment
  const shaped = { ...document, http: { ...http, request: { ...request, url: `${request.url ?? ''}${odd}` } } }
  return { ...segment, Document: JSON.stringify(shaped) }
}

/** The output with what its rules make strange about it. */
export function shapeOutput(output: object, shaping: Shaping): object {
  let shaped: Fields = { ...output }
  for (const rule of shaping.shapes) {
    if (Array.isArray(shaped.events)) shaped = { ...shaped, events: shapeEvents(listOf(shaped.events), rule, shaping) }
    else shaped = shapeTexts(shaped, rule, shaping.seed)
  }
  return shaped
}

/** Puts bytes that are no UTF-8 where the text stands for them. */
export function putInvalidBytes(bytes: Buffer): Buffer {
  const mark = Buffer.from(notUtf8Mark)
  const parts: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, from)) {
    parts.push(bytes.subarray(from, at), notUtf8Bytes)
    from = at + mark.length
  }
  return from === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)])
}

import type { ReportLine } from '@/lib/domain/logs/log-line'
import { plausibleMb, plausibleMs } from '@/lib/domain/logs/plausible-figures'
import { requestIdAt } from '@/lib/domain/logs/request-id'

const PREFIX = 'REPORT RequestId: '
const TAB = 9
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
const NO_OTHER: Readonly<Record<string, unknown>> = Object.freeze({})

/** A decimal such as 284.02 that starts at `from`; null unless digits stand there and only a unit follows. */
function decimalIn(text: string, from: number, to: number): number | null {
  let whole = 0
  let scale = 0
  let at = from
  for (; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      whole = whole * 10 + (code - 48)
      scale *= 10
    } else if (code === 46 && scale === 0) scale = 1
    else break
  }
  if (at === from || (at < to && text.charCodeAt(at) !== SPACE)) return null
  // Past 2^53 the digits were rounded one by one; the built-in parser rounds them once.
  if (whole > Number.MAX_SAFE_INTEGER || scale > 1e15) return Number.parseFloat(text.slice(from, at))
  return scale > 1 ? whole / scale : whole
}

/** Puts one `Key: value` field into the line; a field of no known name goes to `other`. */
function readField(line: ReportLine, text: string, from: number, colon: number, to: number): void {
  const key = text.slice(from, colon)
  const value = colon + 2
  switch (key) {
    case 'Duration':
      line.durationMs = plausibleMs(decimalIn(text, value, to))
      return
    case 'Billed Duration':
      line.billedMs = plausibleMs(decimalIn(text, value, to))
      return
    case 'Memory Size':
      line.memoryMb = plausibleMb(decimalIn(text, value, to))
      return
    case 'Max Memory Used':
      line.maxMemoryUsedMb = plausibleMb(decimalIn(text, value, to))
      return
    case 'Init Duration':
      line.initMs = plausibleMs(decimalIn(text, value, to))
      return
    case 'Restore Duration':
      line.restoreMs = plausibleMs(decimalIn(text, value, to))
      return
    case 'Billed Restore Duration':
      line.billedRestoreMs = plausibleMs(decimalIn(text, value, to))
      return
    case 'Status':
      line.status = text.slice(value, to)
      return
    case 'Error Type':
      line.errorType = text.slice(value, to)
      return
    case 'XRAY TraceId':
      line.traceId = text.slice(value, to)
      return
    case 'SegmentId':
      line.segmentId = text.slice(value, to)
      return
    case 'Sampled':
      line.sampled = text.slice(value, to) === 'true'
      return
    default:
      keepOther(line, key, text.slice(value, to))
  }
}

function keepOther(line: ReportLine, key: string, value: string): void {
  const other: Record<string, unknown> = line.other === NO_OTHER ? Object.create(null) : line.other
  other[key] = value
  line.other = other
}

/**
 * A text REPORT line, its fields found by name in any order, in its second (XRAY) line too.
 * A field that is absent or unreadable is null. Null when the line is not a REPORT with a request ID, which
 * is how text that a function copied into its own logs usually differs.
 */
export function parseReportLine(text: string): ReportLine | null {
  if (!text.startsWith(PREFIX)) return null
  const requestId = requestIdAt(text, PREFIX.length)
  const idEnd = PREFIX.length + 36
  if (requestId === null || text.charCodeAt(idEnd) !== TAB) return null
  const line: ReportLine = {
    kind: 'report',
    requestId,
    level: null,
    unhandledError: null,
    durationMs: null,
    billedMs: null,
    memoryMb: null,
    maxMemoryUsedMb: null,
    initMs: null,
    restoreMs: null,
    billedRestoreMs: null,
    status: null,
    errorType: null,
    traceId: null,
    segmentId: null,
    sampled: null,
    format: 'text',
    other: NO_OTHER,
  }
  const end = text.length
  let from = idEnd + 1
  while (from < end) {
    let to = from
    let colon = -1
    for (; to < end; to += 1) {
      const code = text.charCodeAt(to)
      if (code === TAB || code === LINE_FEED || code === CARRIAGE_RETURN) break
      if (code === 58 && colon < 0 && text.charCodeAt(to + 1) === SPACE) colon = to
    }
    const next = to + 1
    while (to > from && text.charCodeAt(to - 1) === SPACE) to -= 1
    if (colon > 0 && colon + 2 <= to) readField(line, text, from, colon, to)
    from = next
  }
  return line
}

const XRAY = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i
const W3C = /^([0-9a-f]{8})([0-9a-f]{24})$/i

/** A trace ID in X-Ray's form (1-8-24 hex digits, lower case) from that or from the W3C's 32 digits; null for neither. */
export function normaliseTraceId(text: string): string | null {
  const id = text.trim()
  const match = XRAY.exec(id) ?? W3C.exec(id)
  return match === null ? null : `1-${match[1]}-${match[2]}`.toLowerCase()
}

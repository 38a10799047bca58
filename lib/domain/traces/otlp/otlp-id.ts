const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/
const FNV_OFFSET = 0xcbf29ce484222325n
const LAST_NANOSECOND = 2n ** 64n - 1n
const FNV_PRIME = 0x100000001b3n

/** A trace ID in X-Ray's form as OTLP has it: 32 hexadecimal digits. */
export function otlpTraceId(traceId: string): string {
  return traceId.replace(/^1-/, '').replaceAll('-', '')
}

/**
 * A span's ID as OTLP has it, 16 hexadecimal digits. X-Ray's are that already; what has another form, such as that of a
 * subsegment that was sent without one, gets its FNV-1a hash, the same each time.
 */
export function otlpSpanId(id: string): string {
  const lower = id.toLowerCase()
  if (SPAN_ID.test(lower)) return lower
  let hash = FNV_OFFSET
  for (const byte of new TextEncoder().encode(id)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME)
  return (hash === 0n ? 1n : hash).toString(16).padStart(16, '0')
}

/** Whether OTLP takes the text as the ID of a span. */
export function isOtlpSpanId(id: string): boolean {
  return SPAN_ID.test(id)
}

/** Epoch milliseconds, exact to the microsecond, as OTLP's nanoseconds; a moment that 64 bits cannot hold is the nearest. */
export function nanosecondsOf(ms: number): string {
  const nanoseconds = BigInt(Math.max(0, Math.round(ms * 1000))) * 1000n
  return String(nanoseconds > LAST_NANOSECOND ? LAST_NANOSECOND : nanoseconds)
}

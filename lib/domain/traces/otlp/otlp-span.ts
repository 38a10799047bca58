import type { OtlpAttribute } from '@/lib/domain/traces/otlp/otlp-value'

export type OtlpEvent = { timeUnixNano: string; name: string; attributes: OtlpAttribute[] }
export type OtlpLink = { traceId: string; spanId: string; traceState?: string; attributes: OtlpAttribute[] }

/** Span of OTLP in its JSON form: IDs in hexadecimal, nanoseconds as text, enumerations as numbers. */
export type OtlpSpan = {
  traceId: string
  spanId: string
  parentSpanId?: string
  traceState?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: OtlpAttribute[]
  events: OtlpEvent[]
  links: OtlpLink[]
  status: { code: number; message?: string }
}

export type OtlpTraces = {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] }
    scopeSpans: { scope: { name: string; version?: string }; spans: OtlpSpan[] }[]
  }[]
}

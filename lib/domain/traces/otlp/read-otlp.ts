import type { OtlpSpan, OtlpTraces } from '@/lib/domain/traces/otlp/otlp-span'
import type { OtlpAttribute, OtlpValue } from '@/lib/domain/traces/otlp/otlp-value'

const KINDS = ['', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER']
const CODES = ['UNSET', 'OK', 'ERROR']

/** Test data: what OTLP holds, as records of the log group aws/spans, which parseSpan reads. */
export function readOtlp({ resourceSpans }: OtlpTraces): Record<string, unknown>[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...span,
        kind: KINDS[span.kind],
        attributes: plainAttributes(span.attributes),
        events: span.events.map((event) => ({ ...event, attributes: plainAttributes(event.attributes) })),
        links: span.links.map((link) => ({ ...link, attributes: plainAttributes(link.attributes) })),
        status: { ...span.status, code: CODES[span.status.code] },
        resource: { attributes: plainAttributes(resource.attributes) },
        scope,
      })),
    ),
  )
}

function plainAttributes(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]))
}

function plainValue(value: OtlpValue): unknown {
  if ('stringValue' in value) return value.stringValue
  if ('boolValue' in value) return value.boolValue
  if ('intValue' in value) return Number(value.intValue)
  if ('doubleValue' in value) return value.doubleValue
  if ('arrayValue' in value) return arrayOf(value).map(plainValue)
  return 'kvlistValue' in value ? plainAttributes(listOf(value)) : null
}

function arrayOf(value: OtlpValue): OtlpValue[] {
  return 'arrayValue' in value && typeof value.arrayValue === 'object' ? value.arrayValue.values : []
}

function listOf(value: OtlpValue): OtlpAttribute[] {
  return 'kvlistValue' in value && typeof value.kvlistValue === 'object' ? value.kvlistValue.values : []
}

const MEMBERS = ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue']

/** Test data: what breaks the rules of OTLP/JSON in an export; empty when nothing does. */
export function findOtlpFaults({ resourceSpans }: OtlpTraces): string[] {
  const faults: string[] = []
  for (const { resource, scopeSpans } of resourceSpans) {
    checkAttributes(resource.attributes, faults)
    for (const span of scopeSpans.flatMap(({ spans }) => spans)) checkSpan(span, faults)
  }
  return faults
}

function checkSpan(span: OtlpSpan, faults: string[]): void {
  const check = (holds: boolean, what: string) => void (holds || faults.push(`${span.spanId}: ${what}`))
  const isSpanId = (id: string) => /^[0-9a-f]{16}$/.test(id) && !/^0+$/.test(id)
  const isTraceId = (id: string) => /^[0-9a-f]{32}$/.test(id)
  const isNanoseconds = (text: string) => typeof text === 'string' && /^\d{1,20}$/.test(text)
  check(isTraceId(span.traceId), `traceId ${span.traceId}`)
  check(isSpanId(span.spanId), 'spanId')
  check(span.parentSpanId === undefined || isSpanId(span.parentSpanId), `parentSpanId ${span.parentSpanId}`)
  check(isNanoseconds(span.startTimeUnixNano) && isNanoseconds(span.endTimeUnixNano), 'times')
  check(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano), 'ends before it begins')
  check(span.kind >= 1 && span.kind <= 5, `kind ${span.kind}`)
  check([0, 1, 2].includes(span.status.code), `status ${span.status.code}`)
  checkAttributes(span.attributes, faults)
  for (const event of span.events) {
    check(isNanoseconds(event.timeUnixNano) && typeof event.name === 'string', 'event')
    checkAttributes(event.attributes, faults)
  }
  for (const link of span.links) {
    check(isTraceId(link.traceId) && isSpanId(link.spanId), 'link')
    checkAttributes(link.attributes, faults)
  }
}

function checkAttributes(attributes: readonly OtlpAttribute[], faults: string[]): void {
  const keys = attributes.map(({ key }) => key)
  if (new Set(keys).size < keys.length) faults.push(`a key stands twice among ${keys.join()}`)
  for (const { value } of attributes) checkValue(value, faults)
}

function checkValue(value: OtlpValue, faults: string[]): void {
  const members = Object.keys(value)
  if (members.length > 1 || members.some((member) => !MEMBERS.includes(member))) faults.push(`value of ${members}`)
  if ('intValue' in value && !/^-?\d+$/.test(String(value.intValue))) faults.push(`intValue ${value.intValue}`)
  if ('doubleValue' in value && !Number.isFinite(value.doubleValue)) faults.push('doubleValue')
  for (const item of arrayOf(value)) checkValue(item, faults)
  checkAttributes(listOf(value), faults)
}

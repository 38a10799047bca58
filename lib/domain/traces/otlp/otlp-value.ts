import { limitDepth } from '@/lib/domain/limit-depth'

/** AnyValue of OTLP in its JSON form: 64-bit integers are texts, null is a value without a member. */
export type OtlpValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number }
  | { arrayValue: { values: OtlpValue[] } }
  | { kvlistValue: { values: OtlpAttribute[] } }
  | Record<string, never>

export type OtlpAttribute = { key: string; value: OtlpValue }

/** JSON as OTLP's AnyValue, cut where it is nested deeper than anyone reads. */
function toOtlpValue(value: unknown): OtlpValue {
  return shallowToOtlp(limitDepth(value))
}

function shallowToOtlp(value: unknown): OtlpValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(shallowToOtlp) } }
  if (typeof value !== 'object' || value === null) return {}
  return { kvlistValue: { values: Object.entries(value).map(([key, item]) => ({ key, value: shallowToOtlp(item) })) } }
}

/** The attributes of a record; what is not set is left out. */
export function toOtlpAttributes(record: Readonly<Record<string, unknown>>): OtlpAttribute[] {
  return Object.entries(record)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => ({ key, value: toOtlpValue(value) }))
}

import type { NormalizedSchema } from '@smithy/core/schema'

function hasPrefix(form: URLSearchParams, prefix: string): boolean {
  for (const name of form.keys()) if (name === prefix || name.startsWith(`${prefix}.`)) return true
  return false
}

function readValue(schema: NormalizedSchema, form: URLSearchParams, prefix: string): unknown {
  if (schema.isStructSchema()) return readStruct(schema, form, prefix)
  if (schema.isListSchema()) {
    const items: unknown[] = []
    for (let i = 1; hasPrefix(form, `${prefix}.member.${i}`); i += 1) {
      items.push(readValue(schema.getValueSchema(), form, `${prefix}.member.${i}`))
    }
    return items
  }
  const text = form.get(prefix)
  if (text === null) return undefined
  if (schema.isNumericSchema()) return Number(text)
  if (schema.isBooleanSchema()) return text === 'true'
  if (schema.isTimestampSchema()) return new Date(text)
  return text
}

function readStruct(schema: NormalizedSchema, form: URLSearchParams, prefix: string): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const key = prefix === '' ? name : `${prefix}.${name}`
    if (hasPrefix(form, key)) input[name] = readValue(member, form, key)
  }
  return input
}

/** Reads the form of the AWS query protocol (`MetricDataQueries.member.1.Id=a`) by the operation's schema. */
export function readQueryForm(schema: NormalizedSchema, form: URLSearchParams): Record<string, unknown> {
  return schema.isStructSchema() ? readStruct(schema, form, '') : {}
}

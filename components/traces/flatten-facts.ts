/** A record as names and texts: what lies deeper is named by its path, lists of plain values stand on one line. */
export function flattenFacts(record: Readonly<Record<string, unknown>>, path = ''): [string, string][] {
  return Object.entries(record).flatMap(([key, value]): [string, string][] => {
    const name = path === '' ? key : `${path}.${key}`
    if (isRecord(value)) return flattenFacts(value, name)
    return [[name, textOf(value)]]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ')
  return JSON.stringify(value) ?? '—'
}

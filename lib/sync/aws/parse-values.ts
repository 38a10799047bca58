/*
 * What comes from AWS, or from something that answers in its place, is not trusted to have the type that the SDK
 * declares: a value of another type is null. Text loses U+0000, which Postgres cannot store.
 */

/** Text without U+0000, or null; empty text is null too. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  return value.includes('\0') ? value.replaceAll('\0', '') : value
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** A whole number that fits Postgres's integer, or null. */
export function intOf(value: unknown): number | null {
  const number = numberOf(value)
  return number !== null && Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : null
}

export function boolOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** Epoch ms of a Date or of date text such as 2026-10-08T07:30:27.000+0000, or null. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'string') return timeOf(new Date(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
  if (!(value instanceof Date)) return null
  const atMs = value.getTime()
  return Number.isFinite(atMs) && Math.abs(atMs) < 8.64e14 ? atMs : null
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

/** The objects of a list; anything else in it is left out, and what is no list is empty. */
export function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return []
  return value.map(recordOf).filter((item) => item !== null)
}

export function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value.map(textOf).filter((item) => item !== null)
}

/** A JSON copy that Postgres's jsonb accepts: dates as text, no U+0000; null for what JSON cannot say. */
export function jsonOf(value: unknown): unknown {
  if (value === undefined || value === null) return null
  try {
    const text = JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'string' ? item.replaceAll('\0', '') : typeof item === 'bigint' ? Number(item) : item,
    )
    return text === undefined ? null : JSON.parse(text.replaceAll('\\u0000', ''))
  } catch {
    // A value that refers to itself cannot come from a wire; it says nothing that could be kept.
    return null
  }
}

/** Parses JSON text that AWS hands over as a string, or null. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return null
  try {
    return jsonOf(JSON.parse(text))
  } catch {
    // Not JSON: the document is as good as absent.
    return null
  }
}

/** Whether a page has its list, and a token of the right type or none. Anything else must not be taken for an empty page. */
export function isPage(items: unknown, nextToken: unknown): boolean {
  return Array.isArray(items) && (nextToken === undefined || nextToken === null || typeof nextToken === 'string')
}

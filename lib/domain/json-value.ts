export type JsonObject = Readonly<Record<string, unknown>>

/** The value as an object with keys, or null for anything else (arrays too). */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** The value when it is text, else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The value when it is a finite number, else null. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** The texts of a list; empty when it is none. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Parses text that should be one JSON object; null when it is not, without the price of a thrown error for plain text. */
export function parseJsonObject(text: string): JsonObject | null {
  let end = text.length - 1
  while (end >= 0 && text.charCodeAt(end) <= 32) end -= 1
  if (end < 1 || text.charCodeAt(end) !== 125) return null
  try {
    return objectOf(JSON.parse(text))
  } catch {
    // Text that merely begins and ends like JSON is ordinary output of a function.
    return null
  }
}

const HYPHEN = 45

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}

/** The request ID (a UUID) that starts at `at` in the text, or null when something else stands there. */
export function requestIdAt(text: string, at: number): string | null {
  if (text.length < at + 36) return null
  for (let i = 0; i < 36; i += 1) {
    const code = text.charCodeAt(at + i)
    if (i === 8 || i === 13 || i === 18 || i === 23 ? code !== HYPHEN : !isHex(code)) return null
  }
  return text.slice(at, at + 36)
}

/** A request ID from a value of unknown kind: a UUID, else null. */
export function requestIdOf(value: unknown): string | null {
  return typeof value === 'string' && value.length === 36 ? requestIdAt(value, 0) : null
}

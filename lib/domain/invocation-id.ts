/** How many bytes the key of a stored invocation has. */
export const INVOCATION_KEY_BYTES = 8
/** How many of them, from the first on, all attempts at one request in one log stream share. */
export const REQUEST_KEY_BYTES = 5

/**
 * An invocation's ID in URLs: its start (epoch ms) in base 36 and its key in hexadecimal tell it from all others. Both
 * change when its START comes after its other lines; then the request's part of the key, and a time near by, tell it.
 */
export function invocationId(atMs: number, key: string): string {
  return `${atMs.toString(36)}-${key}`
}

/** The parts of an invocation's ID, or null for text that is none. */
export function parseInvocationId(id: string): { atMs: number; key: string } | null {
  const match = /^([0-9a-z]{1,9})-([0-9a-f]{16})$/.exec(id)
  if (match?.[1] === undefined || match[2] === undefined) return null
  return { atMs: Number.parseInt(match[1], 36), key: match[2] }
}

/** The keys, first and last in hexadecimal, that attempts at the same request in the same stream can have. */
export function keysOfRequest(key: string): { first: string; last: string } {
  const request = requestPart(key)
  return { first: request.padEnd(key.length, '0'), last: request.padEnd(key.length, 'f') }
}

/** The invocation of this ID, or else the one nearest to its start that the ID may have become. */
export function findInvocation<T extends { id: string; atMs: number }>(
  items: readonly T[],
  id: string | null,
): T | null {
  const exact = items.find((item) => item.id === id)
  const parsed = id === null ? null : parseInvocationId(id)
  if (exact !== undefined || parsed === null) return exact ?? null
  const request = requestPart(parsed.key)
  const apart = ({ atMs }: T) => Math.abs(atMs - parsed.atMs)
  const same = items.filter((item) => requestPart(parseInvocationId(item.id)?.key ?? '') === request)
  return same.reduce<T | null>((best, item) => (best === null || apart(item) < apart(best) ? item : best), null)
}

function requestPart(key: string): string {
  return key.slice(0, 2 * REQUEST_KEY_BYTES)
}

/** Orders log events by time, then by event ID: a decimal number too long for a double, so by length and digits. */
export function compareStreamLines(a: { atMs: number; eventId: string }, b: { atMs: number; eventId: string }): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs
  if (a.eventId.length !== b.eventId.length) return a.eventId.length - b.eventId.length
  return a.eventId < b.eventId ? -1 : a.eventId > b.eventId ? 1 : 0
}

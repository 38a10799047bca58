const DAY = 86_400_000
/** 1970 began on a Thursday. */
const MONDAY_MS = 4 * DAY

export const WEEK_MS = 7 * DAY

/** The start of the week of a moment, which begins on a Monday at midnight UTC. Epoch milliseconds. */
export function weekOf(atMs: number): number {
  return Math.floor((atMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS
}

/** The first start of a week that is not before a moment. */
export function weekFrom(atMs: number): number {
  return Math.ceil((atMs - MONDAY_MS) / WEEK_MS) * WEEK_MS + MONDAY_MS
}

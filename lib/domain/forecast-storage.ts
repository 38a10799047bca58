import type { RetentionKind } from '@/lib/domain/retention'

export type StoredKind = RetentionKind | 'other'

/**
 * What one kind takes now. dayBytes: what a day of it comes to; null until enough of it is stored to tell. heldDays: days
 * that are stored. keptDays: its retention; null for what does not grow with time.
 */
export type KindUse = {
  kind: StoredKind
  bytes: number
  dayBytes: number | null
  heldDays: number
  keptDays: number | null
  /** Beside what a day comes to: rows of the open day that are not packed yet. */
  openBytes: number
}

export type StorageForecast = {
  /** Bytes when every kind is as old as it is kept; null while a kind is not known. */
  fullBytes: number | null
  /** When nineteen twentieths of that are reached; null when they are, or are not known. */
  fullAtMs: number | null
}

const DAY_MS = 86_400_000
const NEARLY = 0.95
const LONGEST_DAYS = 4000
/** Room that Postgres needs to work at all, and a size at which someone should have chosen it. */
const SHORT_BYTES = 1e9
const LARGE_BYTES = 10e9

/** Bytes of one kind when it is as old as it is kept (the running day counts as one more); null when it is not known. */
export function fullBytesOf({ bytes, dayBytes, keptDays, openBytes }: KindUse): number | null {
  if (keptDays === null) return bytes
  return dayBytes === null ? null : dayBytes * (keptDays + 1) + openBytes
}

/** How large the database becomes at what is stored a day and kept now, and when. */
export function forecastStorage(kinds: readonly KindUse[], nowMs: number): StorageForecast {
  let fullBytes = 0
  for (const kind of kinds) {
    const full = fullBytesOf(kind)
    if (full === null) return { fullBytes: null, fullAtMs: null }
    fullBytes += full
  }
  const bytesIn = (days: number) => kinds.reduce((sum, kind) => sum + bytesOf(kind, kind.heldDays + days), 0)
  if (bytesIn(0) >= NEARLY * fullBytes) return { fullBytes, fullAtMs: null }
  let days = 1
  while (bytesIn(days) < NEARLY * fullBytes && days < LONGEST_DAYS) days += 1
  return { fullBytes, fullAtMs: nowMs + days * DAY_MS }
}

function bytesOf(kind: KindUse, heldDays: number): number {
  const { bytes, dayBytes, keptDays, openBytes } = kind
  if (keptDays === null || dayBytes === null) return bytes
  return dayBytes * Math.min(heldDays, keptDays + 1) + openBytes
}

/** What to do about the room on disk; null when it does. freeBytes: null where the disk cannot be looked at. */
export function explainShortage(totalBytes: number, fullBytes: number | null, freeBytes: number | null): string | null {
  const neededBytes = Math.max(SHORT_BYTES, (fullBytes ?? 0) - totalBytes)
  if (freeBytes !== null && freeBytes < neededBytes)
    return 'The disk of the database is short. Make room on it, or keep less: PUT /api/retention.'
  if ((fullBytes ?? totalBytes) > LARGE_BYTES)
    return 'The database becomes large. If that is not wanted, keep less: PUT /api/retention.'
  return null
}

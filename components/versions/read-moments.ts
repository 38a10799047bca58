import { readWallClock, writeWallClock } from '@/lib/domain/wall-clock'

export type MomentsWindow = { fromMs: number; toMs: number }
/** What stands in the two fields. */
export type MomentTexts = { from: string; to: string }

/** A window as its two fields show it, in an IANA zone. */
export function writeMoments({ fromMs, toMs }: MomentsWindow, zone: string): MomentTexts {
  return { from: writeWallClock(fromMs, zone), to: writeWallClock(toMs, zone) }
}

/**
 * The window that two fields name, or why they name none. A field that nobody touched keeps its moment to the millisecond;
 * unchanged: neither was.
 */
export function readMoments(
  texts: MomentTexts,
  window: MomentsWindow,
  zone: string,
): MomentsWindow | 'unchanged' | { problem: string } {
  const shown = writeMoments(window, zone)
  if (texts.from === shown.from && texts.to === shown.to) return 'unchanged'
  const fromMs = texts.from === shown.from ? window.fromMs : readWallClock(texts.from, zone)
  const toMs = texts.to === shown.to ? window.toMs : readWallClock(texts.to, zone)
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return { problem: 'Give both moments.' }
  if (fromMs < 0) return { problem: 'The start must be after 1970.' }
  return toMs > fromMs ? { fromMs, toMs } : { problem: 'The end must be after the start.' }
}

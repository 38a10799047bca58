import { encodeRunningSums } from '@/lib/domain/merged-sketch'

/** What log lines say of a function in one hour of a day. gbMs: memory in GB × billed ms; sketch: as encodeSketch wrote it. */
export type HourTotals = {
  /** 0 to 23, UTC. */
  hour: number
  invocations: number
  coldStarts: number
  gbMs: number
  maxMemoryUsedMb: number | null
  sketch: Uint8Array
}

/** figures: those of each of the 24 hours. sketches: of the day up to the end of each hour that had invocations. */
export type PackedHours = { figures: Uint8Array; sketches: Uint8Array }

/** Sums over some hours. */
export type HoursSum = Omit<HourTotals, 'hour' | 'sketch'>

const HOURS = 24
/** Figures of an hour. */
export const HOUR_BYTES = 26
/** Where in them it stands where its sketch begins, and how long it is, in four bytes each, highest first. */
export const SKETCH_AT = 18

/**
 * The hours of a day, in their order, as bytes. The sketch of an hour is that of the day until its end, so that those of hours that follow
 * one another are the last one less the one before the first: two instead of up to 24. An hour without invocations points to
 * the sketch before it.
 */
export function packHours(hours: readonly HourTotals[]): PackedHours {
  const figures = new Uint8Array(HOURS * HOUR_BYTES)
  const view = new DataView(figures.buffer)
  const sketches = encodeRunningSums(hours.map(({ sketch }) => sketch))
  let [begin, length] = [0, 0]
  for (let hour = 0; hour < HOURS; hour += 1) {
    const at = hour * HOUR_BYTES
    const nth = hours.findIndex((one) => one.hour === hour)
    const totals = hours[nth]
    if (totals !== undefined) {
      view.setUint32(at, totals.invocations)
      view.setUint32(at + 4, totals.coldStarts)
      view.setFloat64(at + 8, totals.gbMs)
      view.setUint16(at + 16, totals.maxMemoryUsedMb ?? 0)
      begin += length
      length = sketches[nth]?.length ?? 0
    }
    view.setUint32(at + SKETCH_AT, begin)
    view.setUint32(at + SKETCH_AT + 4, length)
  }
  return { figures, sketches: Buffer.concat(sketches) }
}

/** Adds up the figures of hours that follow one another, as packHours wrote them; null when nothing was invoked. */
export function sumPackedHours(figures: DataView): HoursSum | null {
  let [invocations, coldStarts, gbMs, memoryMb] = [0, 0, 0, 0]
  for (let at = 0; at < figures.byteLength; at += HOUR_BYTES) {
    const own = figures.getUint32(at)
    // Hours without invocations have nothing else either, and are most of those of most functions.
    if (own === 0) continue
    invocations += own
    coldStarts += figures.getUint32(at + 4)
    gbMs += figures.getFloat64(at + 8)
    memoryMb = Math.max(memoryMb, figures.getUint16(at + 16))
  }
  return invocations === 0 ? null : { invocations, coldStarts, gbMs, maxMemoryUsedMb: memoryMb === 0 ? null : memoryMb }
}

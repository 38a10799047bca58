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

/** Sums over some hours. sketches: each behind its length, as packedQuantile reads them. */
export type HoursSum = Omit<HourTotals, 'hour' | 'sketch'> & { sketches: Uint8Array }

/** Figures of an hour; those of all hours stand behind the byte that counts them. */
export const HEAD_BYTES = 19
const LENGTH_BYTES = 4

/**
 * The hours of a day as bytes: how many there are, the figures of each in time order, then their sketches as packedQuantile
 * reads them, so that those of hours that follow one another are one piece.
 */
export function packHours(hours: readonly HourTotals[]): Uint8Array {
  const sketchBytes = hours.reduce((sum, { sketch }) => sum + LENGTH_BYTES + sketch.length, 0)
  const bytes = new Uint8Array(1 + hours.length * HEAD_BYTES + sketchBytes)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, hours.length)
  let [at, sketchAt] = [1, 1 + hours.length * HEAD_BYTES]
  for (const { hour, invocations, coldStarts, gbMs, maxMemoryUsedMb, sketch } of hours) {
    view.setUint8(at, hour)
    view.setUint32(at + 1, invocations)
    view.setUint32(at + 5, coldStarts)
    view.setFloat64(at + 9, gbMs)
    view.setUint16(at + 17, maxMemoryUsedMb ?? 0)
    view.setUint32(sketchAt, sketch.length)
    bytes.set(sketch, sketchAt + LENGTH_BYTES)
    at += HEAD_BYTES
    sketchAt += LENGTH_BYTES + sketch.length
  }
  return bytes
}

/**
 * Adds up the hours from fromHour (inclusive) to toHour (exclusive) of what packHours wrote; null when there is none. Of
 * bytes that were cut behind the figures the sketches are empty.
 */
export function sumPackedHours(bytes: Uint8Array, fromHour: number, toHour: number): HoursSum | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const sum = { invocations: 0, coldStarts: 0, gbMs: 0 }
  const endOfHeads = 1 + view.getUint8(0) * HEAD_BYTES
  let [found, memoryMb, firstSketch, sketchAt] = [0, 0, endOfHeads, endOfHeads]
  for (let at = 1; at < endOfHeads; at += HEAD_BYTES) {
    const hour = view.getUint8(at)
    if (hour >= toHour) break
    if (sketchAt < bytes.length) sketchAt += LENGTH_BYTES + view.getUint32(sketchAt)
    if (hour < fromHour) {
      firstSketch = sketchAt
      continue
    }
    found += 1
    sum.invocations += view.getUint32(at + 1)
    sum.coldStarts += view.getUint32(at + 5)
    sum.gbMs += view.getFloat64(at + 9)
    memoryMb = Math.max(memoryMb, view.getUint16(at + 17))
  }
  if (found === 0) return null
  const maxMemoryUsedMb = memoryMb === 0 ? null : memoryMb
  return { ...sum, maxMemoryUsedMb, sketches: bytes.subarray(firstSketch, sketchAt) }
}

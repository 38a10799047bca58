import { addEncodedTo } from '@/lib/domain/dense-counts'
import { bucketMiddle, createSketch, encodeSketch, rankOf, type Sketch, sketchQuantile } from '@/lib/domain/sketch'

/** Sketches added up. counts: those of the buckets from lowest on; outside: of buckets that lie far from those of durations. */
export type MergedSketch = { zeros: number; lowest: number; counts: Float64Array; outside: ReadonlyMap<number, number> }

/** Added to its length, a packed sketch is taken away from the others, which hold all that it does. */
export const TAKEN_AWAY = 2 ** 31
/** Keys of values between a nanosecond and a year in ms stay within this distance from 0. */
const DENSE_KEYS = 2_048
/** Counts by key while sketches are merged; all zero in between. */
const scratch = new Float64Array(2 * DENSE_KEYS)

/**
 * Many encoded sketches as one, each behind its length in four bytes (highest first): the same as adding each, or taking it
 * away, but without an object for any of them. Throws as decodeSketch does.
 */
export function mergePacked(pieces: readonly Uint8Array[]): MergedSketch {
  return withScratch((running) => {
    for (const packed of pieces) {
      for (let at = 0; at < packed.length; ) {
        const length = readLength(packed, at)
        const end = at + 4 + (length % TAKEN_AWAY)
        running.read(packed, at + 4, end, length < TAKEN_AWAY ? 1 : -1)
        at = end
      }
    }
    return running.sum()
  })
}

/** The quantile of all values of some sketches; null where there is none. */
export function mergedQuantile(sketches: readonly MergedSketch[], quantile: number): number | null {
  if (sketches.some(({ outside }) => outside.size > 0)) return sketchQuantile(toSketch(sketches), quantile)
  let [count, zeros, lowest, highest] = [0, 0, scratch.length, -1]
  for (const sketch of sketches) {
    zeros += sketch.zeros
    const first = sketch.lowest + DENSE_KEYS
    // An iterator would make an object for each of a hundred thousand buckets.
    for (let index = 0; index < sketch.counts.length; index += 1) {
      const n = sketch.counts[index] ?? 0
      scratch[first + index] = (scratch[first + index] ?? 0) + n
      count += n
    }
    if (sketch.counts.length === 0) continue
    lowest = Math.min(lowest, first)
    highest = Math.max(highest, first + sketch.counts.length - 1)
  }
  count += zeros
  const rank = rankOf(quantile, count)
  let [seen, index] = [zeros, lowest]
  for (; seen < rank && index <= highest; index += 1) seen += scratch[index] ?? 0
  if (highest >= 0) scratch.fill(0, lowest, highest + 1)
  if (count === 0) return null
  return zeros >= rank ? 0 : bucketMiddle(index - 1 - DENSE_KEYS)
}

/**
 * What encoded sketches add up to after each of them, as encodeSketch writes it: without sorting what is sorted already,
 * because a roll-up does it for every hour of every day that it touches. Throws as decodeSketch does.
 */
export function encodeRunningSums(sketches: readonly Uint8Array[]): Uint8Array[] {
  return withScratch((running) =>
    sketches.map((sketch) => {
      running.read(sketch, 0, sketch.length, 1)
      return running.encode()
    }),
  )
}

type Running = {
  /** Adds the sketch at those bytes, or takes it away. */
  read(bytes: Uint8Array, start: number, end: number, sign: 1 | -1): void
  sum(): MergedSketch
  encode(): Uint8Array
}

/** Counts stand in scratch while `use` adds to them. */
function withScratch<Result>(use: (running: Running) => Result): Result {
  const outside = new Map<number, number>()
  const dense = { counts: scratch, shift: DENSE_KEYS, zeros: 0, lowest: scratch.length, highest: -1, outside }
  const sum = () => {
    const { zeros, lowest, highest } = dense
    const counts = highest < 0 ? new Float64Array() : scratch.slice(lowest, highest + 1)
    return { zeros, lowest: lowest - DENSE_KEYS, counts, outside }
  }
  try {
    return use({
      read: (bytes, start, end, sign) => addEncodedTo(dense, bytes, start, end, sign),
      sum,
      encode: () =>
        outside.size > 0 ? encodeSketch(toSketch([sum()])) : encodeScratch(dense.zeros, dense.lowest, dense.highest),
    })
  } catch (error) {
    // What was read before it is not told.
    dense.lowest = 0
    dense.highest = scratch.length - 1
    throw error
  } finally {
    if (dense.highest >= 0) scratch.fill(0, dense.lowest, dense.highest + 1)
  }
}

const encoded = new Uint8Array(64 * 1024)

function encodeScratch(zeros: number, lowest: number, highest: number): Uint8Array {
  let at = writeVarint(0, zeros)
  let previous: number | null = null
  for (let index = lowest; index <= highest; index += 1) {
    const count = scratch[index] ?? 0
    if (count === 0) continue
    const key = index - DENSE_KEYS
    at = writeVarint(at, previous === null ? (key < 0 ? -2 * key - 1 : 2 * key) : key - previous)
    at = writeVarint(at, count)
    previous = key
  }
  return encoded.slice(0, at)
}

function writeVarint(at: number, value: number): number {
  let [rest, next] = [value, at]
  while (rest >= 128) {
    encoded[next] = (rest % 128) + 128
    next += 1
    rest = Math.floor(rest / 128)
  }
  encoded[next] = rest
  return next + 1
}

/** The same as mergePacked of one piece, as a sketch that can be added to. */
export function mergePackedSketches(packed: Uint8Array): Sketch {
  return toSketch([mergePacked([packed])])
}

function toSketch(sketches: readonly MergedSketch[]): Sketch {
  const sum = createSketch()
  const add = (key: number, count: number) => {
    if (count > 0) sum.buckets.set(key, (sum.buckets.get(key) ?? 0) + count)
  }
  for (const { zeros, lowest, counts, outside } of sketches) {
    sum.zeros += zeros
    for (const [index, count] of counts.entries()) add(lowest + index, count)
    for (const [key, count] of outside) add(key, count)
  }
  return sum
}

function readLength(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)) * 256 + (bytes[at + 2] ?? 0)) * 256 + (bytes[at + 3] ?? 0)
}

import { addEncodedTo, type DenseCounts } from '@/lib/domain/dense-counts'
import { bucketMiddle, createSketch, encodeSketch, rankOf, type Sketch, sketchQuantile } from '@/lib/domain/sketch'

/** Added to its length, a packed sketch is taken away from the others, which hold all that it does. */
export const TAKEN_AWAY = 2 ** 31

/** Marks an encoded sketch behind its length, whose bytes are changed, as one to take away. */
export function markTakenAway(packed: Uint8Array): Uint8Array {
  packed[0] = (packed[0] ?? 0) | 0x80
  return packed
}

const LENGTH_BYTES = 4
/** Keys of values between a nanosecond and a year in ms stay within this distance from 0. */
const DENSE_KEYS = 2_048
/** Counts by key while sketches are merged; all zero in between. */
const scratch = new Float64Array(2 * DENSE_KEYS)

/**
 * The quantile of all values of many encoded sketches, each behind its length as in mergePackedSketches; null where there is none.
 * Nothing is made on the way, because a page asks for those of thousands.
 */
export function packedQuantile(pieces: readonly Uint8Array[], quantile: number): number | null {
  return withScratch((running) => {
    addPieces(running, pieces)
    return running.quantile(quantile)
  })
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

/** What many encoded sketches, each behind its length, add up to, behind its length: a piece that says what they all say. */
export function mergePieces(pieces: readonly Uint8Array[]): Uint8Array {
  const sum = withScratch((running) => {
    addPieces(running, pieces)
    return running.encode()
  })
  const piece = new Uint8Array(LENGTH_BYTES + sum.length)
  new DataView(piece.buffer).setUint32(0, sum.length)
  piece.set(sum, LENGTH_BYTES)
  return piece
}

type Running = {
  /** Adds the sketch at those bytes, or takes it away. */
  read(bytes: Uint8Array, start: number, end: number, sign: 1 | -1): void
  toSketch(): Sketch
  quantile(quantile: number): number | null
  encode(): Uint8Array
}

function addPieces(running: Running, pieces: readonly Uint8Array[]): void {
  for (const packed of pieces) {
    for (let at = 0; at < packed.length; ) {
      const length = readLength(packed, at)
      const end = at + 4 + (length % TAKEN_AWAY)
      running.read(packed, at + 4, end, length < TAKEN_AWAY ? 1 : -1)
      at = end
    }
  }
}

/** Counts stand in scratch while `use` adds to them. */
function withScratch<Result>(use: (running: Running) => Result): Result {
  const outside = new Map<number, number>()
  const dense: DenseCounts = {
    ...{ counts: scratch, shift: DENSE_KEYS, zeros: 0, lowest: scratch.length, highest: -1, outside },
  }
  try {
    return use({
      read: (bytes, start, end, sign) => addEncodedTo(dense, bytes, start, end, sign),
      toSketch: () => toSketch(dense),
      quantile: (quantile) =>
        outside.size > 0 ? sketchQuantile(toSketch(dense), quantile) : quantileOf(dense, quantile),
      encode: () => (outside.size > 0 ? encodeSketch(toSketch(dense)) : encodeDense(dense)),
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

/** Of a sketch without buckets outside. */
function quantileOf({ counts, zeros, lowest, highest }: DenseCounts, quantile: number): number | null {
  let count = zeros
  // An iterator would make an object for each of a hundred thousand buckets.
  for (let place = lowest; place <= highest; place += 1) count += counts[place] ?? 0
  if (count === 0) return null
  const rank = rankOf(quantile, count)
  let [seen, place] = [zeros, lowest]
  for (; seen < rank && place <= highest; place += 1) seen += counts[place] ?? 0
  return zeros >= rank ? 0 : bucketMiddle(place - 1 - DENSE_KEYS)
}

const encoded = new Uint8Array(64 * 1024)

function encodeDense({ zeros, lowest, highest }: DenseCounts): Uint8Array {
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

/**
 * Many encoded sketches as one that can be added to, each behind its length in four bytes (highest first): the same as
 * adding each, or taking it away. Throws as decodeSketch does.
 */
export function mergePackedSketches(packed: Uint8Array): Sketch {
  return withScratch((running) => {
    addPieces(running, [packed])
    return running.toSketch()
  })
}

function toSketch({ counts, zeros, lowest, highest, outside }: DenseCounts): Sketch {
  const sum = createSketch()
  sum.zeros = zeros
  for (let place = lowest; place <= highest; place += 1) {
    const count = counts[place] ?? 0
    if (count > 0) sum.buckets.set(place - DENSE_KEYS, count)
  }
  for (const [key, count] of outside) if (count > 0) sum.buckets.set(key, count)
  return sum
}

function readLength(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)) * 256 + (bytes[at + 2] ?? 0)) * 256 + (bytes[at + 3] ?? 0)
}

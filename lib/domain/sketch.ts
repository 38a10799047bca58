import { CUT_OFF, fromZigzag, longVarint, readLongVarint, toZigzag } from '@/lib/domain/varint'

/** A set of values kept as counts of logarithmic buckets: any quantile within 1 %, merged without loss. */
export type Sketch = {
  /** Number of values of exactly zero (and below: a duration cannot be negative). */
  zeros: number
  /** Bucket i holds the values in (γ^(i−1), γ^i]. */
  buckets: Map<number, number>
}

const RELATIVE_ERROR = 0.01
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
const LOG_GAMMA = Math.log(GAMMA)
// Halfway between the bounds in relative terms, so that neither is more than 1 % away.
const MIDDLE = 2 / (1 + GAMMA)

/** The highest value of bucket `key`; the lowest lies just above that of the bucket before. */
export function bucketTop(key: number): number {
  return GAMMA ** key
}

/** What stands for the values of bucket `key`. */
export function bucketMiddle(key: number): number {
  return GAMMA ** key * MIDDLE
}

/** The bucket that ends nearest to a value above 0. */
export function bucketNear(value: number): number {
  return Math.round(Math.log(value) / LOG_GAMMA)
}

/** An empty sketch. */
export function createSketch(): Sketch {
  return { zeros: 0, buckets: new Map() }
}

/** Adds one value (a positive number of any unit, or 0), or `count` of it. A value that is not a number is refused. */
export function addToSketch(sketch: Sketch, value: number, count = 1): void {
  if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY)
    throw new RangeError(`Not a value of a sketch: ${value}`)
  if (count <= 0) return
  // Below the smallest normal number the logarithm has no precision left.
  if (value < 2.3e-308) {
    sketch.zeros += count
    return
  }
  const key = Math.ceil(Math.log(value) / LOG_GAMMA)
  sketch.buckets.set(key, (sketch.buckets.get(key) ?? 0) + count)
}

/** Adds everything in `other` to `sketch`: the same as if its values had been added one by one. */
export function mergeSketches(sketch: Sketch, other: Sketch): Sketch {
  sketch.zeros += other.zeros
  for (const [key, count] of other.buckets) sketch.buckets.set(key, (sketch.buckets.get(key) ?? 0) + count)
  return sketch
}

/** How many values went in. */
export function sketchCount(sketch: Sketch): number {
  let count = sketch.zeros
  for (const n of sketch.buckets.values()) count += n
  return count
}

/** Merged sketches have their buckets in order already, which is cheaper to see than to make. */
function sortedKeys({ buckets }: Sketch): number[] {
  const keys: number[] = []
  let isSorted = true
  let previous = Number.NEGATIVE_INFINITY
  for (const key of buckets.keys()) {
    isSorted &&= key > previous
    previous = key
    keys.push(key)
  }
  return isSorted ? keys : keys.sort((a, b) => a - b)
}

/**
 * The value of rank ceil(q × count), at least the first, within 1 % of the true one (nearest-rank quantile).
 * Null for an empty sketch: no data is not zero. `quantile` is between 0 and 1.
 */
export function sketchQuantile(sketch: Sketch, quantile: number): number | null {
  return sketchQuantiles(sketch, [quantile])[0] ?? null
}

/** Several quantiles for one sorting of the buckets, in the order asked for. */
export function sketchQuantiles(sketch: Sketch, quantiles: readonly number[]): (number | null)[] {
  const count = sketchCount(sketch)
  if (count === 0) return quantiles.map(() => null)
  const keys = sortedKeys(sketch)
  return quantiles.map((quantile) => {
    const rank = rankOf(quantile, count)
    let seen = sketch.zeros
    if (seen >= rank) return 0
    for (const key of keys) {
      seen += sketch.buckets.get(key) ?? 0
      if (seen >= rank) return bucketMiddle(key)
    }
    return null
  })
}

/** Which of `count` values in order is the quantile, from 1. */
export function rankOf(quantile: number, count: number): number {
  // 0.99 × 100 is 99.00000000000001 or less as it happens; without the slack the rank would jump.
  return Math.min(count, Math.max(1, Math.ceil(quantile * count - 1e-9 * count)))
}

/** Seven bits a byte, lowest first; counts may exceed 32 bits, so no bit operators. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

/**
 * The sketch as bytes for storage: varint(zeros), then per bucket by rising key varint(key − previous key),
 * varint(count), the first key zigzag-coded. Canonical: the same values give the same bytes in whatever order they came.
 */
export function encodeSketch(sketch: Sketch): Uint8Array {
  const bytes: number[] = []
  pushVarint(bytes, sketch.zeros)
  let previous: number | null = null
  for (const key of sortedKeys(sketch)) {
    pushVarint(bytes, previous === null ? toZigzag(key) : key - previous)
    pushVarint(bytes, sketch.buckets.get(key) ?? 0)
    previous = key
  }
  return Uint8Array.from(bytes)
}

/** Reads what `encodeSketch` wrote. Throws RangeError on bytes that end within a number. */
export function decodeSketch(bytes: Uint8Array): Sketch {
  return addEncodedSketch(createSketch(), bytes)
}

/** Adds what `encodeSketch` wrote to `sketch`: the same as merging it decoded. Throws RangeError as decodeSketch does. */
export function addEncodedSketch(sketch: Sketch, bytes: Uint8Array): Sketch {
  const { buckets } = sketch
  const { zeros, length, keys, counts } = readBuckets(bytes, 0, bytes.length)
  sketch.zeros += zeros
  for (let index = 0; index < length; index += 1) {
    const key = keys[index] ?? 0
    buckets.set(key, (buckets.get(key) ?? 0) + (counts[index] ?? 0))
  }
  return sketch
}

/**
 * How many values of an encoded sketch are longer than `above` and at most `atMost` (null: no bound): at least (certain)
 * and at most (possible), which differ by those of the buckets that a bound divides. Throws as decodeSketch does.
 */
export function countWithin(
  bytes: Uint8Array,
  above: number | null,
  atMost: number | null,
): { certain: number; possible: number } {
  const [low, high] = [keyOfBound(above, Number.NEGATIVE_INFINITY), keyOfBound(atMost, Number.POSITIVE_INFINITY)]
  const { zeros, length, keys, counts } = readBuckets(bytes, 0, bytes.length)
  const zerosWithin = (above === null || above < 0) && (atMost === null || atMost >= 0) ? zeros : 0
  let [certain, possible] = [zerosWithin, zerosWithin]
  for (let index = 0; index < length; index += 1) {
    const [key, count] = [keys[index] ?? 0, counts[index] ?? 0]
    if (key < low || key > high) continue
    possible += count
    if (key > low && key < high) certain += count
  }
  return { certain, possible }
}

function keyOfBound(bound: number | null, none: number): number {
  if (bound === null) return none
  return bound <= 0 ? Number.NEGATIVE_INFINITY : Math.ceil(Math.log(bound) / LOG_GAMMA)
}

/** Buckets of an encoded sketch: the first `length` of keys, none below the one before, each with its count. */
export type EncodedBuckets = { zeros: number; length: number; keys: Float64Array; counts: Float64Array }

/* Filled anew by each reading: an object for each of millions of buckets, or a call, would cost more than reading it. */
const found: EncodedBuckets = { zeros: 0, length: 0, keys: new Float64Array(4_096), counts: new Float64Array(4_096) }

/** The buckets of an encoded sketch. What it answers is valid until it is called again. Throws as decodeSketch does. */
function readBuckets(bytes: Uint8Array, start: number, end: number): EncodedBuckets {
  // A bucket takes two bytes at least.
  if (found.keys.length < (end - start) / 2) {
    found.keys = new Float64Array(end - start)
    found.counts = new Float64Array(end - start)
  }
  const { keys, counts } = found
  let [at, key, length, field] = [start, 0, 0, 0]
  found.zeros = 0
  while (at < end) {
    let value = bytes[at] ?? 0
    at += 1
    if (value >= 128) {
      value = readLongVarint(bytes, at - 1, end)
      at = longVarint.end
    }
    if (field === 2) {
      keys[length] = key
      counts[length] = value
      length += 1
      field = 1
      continue
    }
    if (field === 0) found.zeros = value
    else if (length > 0) key += value
    else key = fromZigzag(value)
    field += 1
  }
  if (field === 2) throw new RangeError(CUT_OFF)
  found.length = length
  return found
}

import { bucketNear, bucketTop, type Sketch } from '@/lib/domain/sketch'

/** Durations above fromMs (null: from 0 on) up to toMs. The rough bounds are the round ones beside them, for reading. */
export type DurationBand = { fromMs: number | null; toMs: number; roughFromMs: number; roughToMs: number }

/** A round value and the number of the sketch's bucket that ends beside it. */
type Mark = { roughMs: number; key: number }

const FINE = [1, 1.5, 2, 3, 5, 7]
const COARSE = [1, 2, 5]
const MOST_FINE = 20

/**
 * Bands that together hold every value of the sketches, by the steps of a ruler (1, 2, 5, 10 …). Their bounds are those of
 * the sketch's buckets, each within 1 % of the round one, so that what is counted into a band is counted exactly. [] where
 * there is no value.
 */
export function chooseBands(sketches: Iterable<Sketch>): DurationBand[] {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  let hasZeros = false
  for (const sketch of sketches) {
    hasZeros ||= sketch.zeros > 0
    for (const key of sketch.buckets.keys()) {
      if (key < lowest) lowest = key
      if (key > highest) highest = key
    }
  }
  if (highest < lowest) return hasZeros ? [{ fromMs: null, toMs: 1, roughFromMs: 0, roughToMs: 1 }] : []
  const fine = marksAround(lowest, highest, FINE)
  const marks = fine.length - 1 <= MOST_FINE ? fine : marksAround(lowest, highest, COARSE)
  return marks.slice(1).map(({ roughMs, key }, index) => {
    const below = marks[index]
    const isOpen = below === undefined || (index === 0 && hasZeros)
    return {
      fromMs: isOpen ? null : bucketTop(below.key),
      toMs: bucketTop(key),
      roughFromMs: isOpen ? 0 : below.roughMs,
      roughToMs: roughMs,
    }
  })
}

/** How many values of the sketch lie in each band. */
export function countByBand({ zeros, buckets }: Sketch, bands: readonly DurationBand[]): number[] {
  const counts = bands.map(() => 0)
  if (counts.length === 0) return counts
  const keys = bands.map(({ toMs }) => bucketNear(toMs))
  counts[0] = zeros
  for (const [key, count] of buckets) {
    const index = keys.findIndex((top) => key <= top)
    if (index >= 0) counts[index] = (counts[index] ?? 0) + count
  }
  return counts
}

/** Round values from the last one below the lowest bucket to the first one not below the highest. */
function marksAround(lowest: number, highest: number, steps: readonly number[]): Mark[] {
  const first = Math.floor(Math.log10(bucketTop(lowest - 1))) - 1
  const last = Math.ceil(Math.log10(bucketTop(highest))) + 1
  const marks: Mark[] = []
  for (let power = first; power <= last; power += 1) {
    for (const step of steps) {
      const roughMs = Number((step * 10 ** power).toPrecision(2))
      marks.push({ roughMs, key: bucketNear(roughMs) })
    }
  }
  const from = marks.findLastIndex(({ key }) => key < lowest)
  const to = marks.findIndex(({ key }) => key >= highest)
  return marks.slice(from, to + 1)
}

import { fromZigzag, longVarint, readLongVarint } from '@/lib/domain/varint'

/** Counts of buckets: that of key k stands at k + shift, or in outside where that is no place. lowest, highest: places in use. */
export type DenseCounts = {
  counts: Float64Array
  shift: number
  zeros: number
  lowest: number
  highest: number
  outside: Map<number, number>
}

/**
 * Adds the buckets of an encoded sketch, or takes them away. One loop without calls: a page adds hundreds of thousands of
 * buckets. Throws as decodeSketch does, with what was read until then added.
 */
export function addEncodedTo(dense: DenseCounts, bytes: Uint8Array, start: number, end: number, sign: 1 | -1): void {
  const { counts, shift } = dense
  let at = start
  let place = shift
  let nth = 0
  let value = 0
  while (at < end) {
    value = bytes[at] ?? 0
    at += 1
    if (value >= 128) {
      value = readLongVarint(bytes, at - 1, end)
      at = longVarint.end
    }
    if (nth === 0) {
      dense.zeros += sign * value
      nth = 1
      continue
    }
    place += nth > 1 ? value : fromZigzag(value)
    if (nth === 1) dense.lowest = Math.min(dense.lowest, Math.max(0, place))
    nth += 1
    value = at < end ? (bytes[at] ?? 0) : 128
    at += 1
    if (value >= 128) {
      value = readLongVarint(bytes, at - 1, end)
      at = longVarint.end
    }
    if (place >= 0 && place < counts.length) counts[place] = (counts[place] ?? 0) + sign * value
    else addOutside(dense.outside, place - shift, sign * value)
  }
  if (nth > 1) dense.highest = Math.max(dense.highest, Math.min(counts.length - 1, place))
}

function addOutside(outside: Map<number, number>, key: number, count: number): void {
  const total = (outside.get(key) ?? 0) + count
  if (total === 0) outside.delete(key)
  else outside.set(key, total)
}

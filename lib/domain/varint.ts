/** Why the bytes of a number cannot be read. */
export const CUT_OFF = 'The bytes of a sketch end within a number'

/** Zigzag: small numbers of either sign stay short. */
export function toZigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

/** The number that toZigzag made it of. */
export function fromZigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

/* Where the number ends that was read last: two values as an object for each would cost more than reading it. */
export const longVarint = { end: 0 }

/** A number of several bytes that begins at `start`, seven bits a byte, lowest first. Throws RangeError where it does not end before `end`. */
export function readLongVarint(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  let factor = 1
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0
    value += (byte % 128) * factor
    factor *= 128
    if (byte >= 128) continue
    longVarint.end = at + 1
    return value
  }
  throw new RangeError(CUT_OFF)
}

const LIMBS = 8
const LIMB = 2 ** 24
const CHUNK = 10_000_000
const CHUNK_DIGITS = 7
/** The last six limbs: what an ID holds beside the time of its event. */
const OWN_LIMBS = 6
export const OWN_BYTES = 18
const OWN_BITS = 144n
const LENGTH_BYTES = 2
const encoder = new TextEncoder()
const decoder = new TextDecoder()
const limbs = new Float64Array(LIMBS)

/** Reads decimal digits into the limbs, the highest first. False for what has other characters or does not fit. */
function readDigits(id: string): boolean {
  limbs.fill(0)
  // What stands before this limb is 0 still.
  let highest = LIMBS - 1
  const first = id.length % CHUNK_DIGITS
  for (let from = 0, to = first === 0 ? CHUNK_DIGITS : first; from < id.length; from = to, to += CHUNK_DIGITS) {
    let carry = 0
    for (let at = from; at < to; at += 1) {
      const digit = id.charCodeAt(at) - 48
      if (digit < 0 || digit > 9) return false
      carry = carry * 10 + digit
    }
    for (let limb = LIMBS - 1; limb >= highest; limb -= 1) {
      const value = (limbs[limb] ?? 0) * CHUNK + carry
      carry = Math.floor(value / LIMB)
      limbs[limb] = value - carry * LIMB
    }
    if (carry === 0) continue
    if (highest === 0) return false
    highest -= 1
    limbs[highest] = carry
  }
  return true
}

function packText(id: string): Uint8Array {
  const text = encoder.encode(id)
  const packed = new Uint8Array(Math.max(LENGTH_BYTES + text.length, OWN_BYTES + 1))
  packed[0] = text.length >> 8
  packed[1] = text.length & 255
  packed.set(text, LENGTH_BYTES)
  return packed
}

/**
 * AWS's event ID, a decimal number of some 56 digits, in 18 bytes: it is the event's time in ms, shifted by 144 bits,
 * which is known beside it, and 144 bits of its own. Any other kind of ID is kept as text behind its length, in 19 bytes
 * or more. IDs of one time and kind keep their order (`compareStreamLines`) when their bytes are compared.
 * into: 18 bytes to write to, for who uses them before the next call.
 */
export function packEventId(id: string, atMs: number, into: Uint8Array = new Uint8Array(OWN_BYTES)): Uint8Array {
  // As many digits as the number of a time between 1970 and 10889 can have.
  const isNumber = id.length >= 44 && id.length <= 57 && id.charCodeAt(0) !== 48
  if (!isNumber || !readDigits(id) || (limbs[0] ?? 0) * LIMB + (limbs[1] ?? 0) !== atMs) return packText(id)
  for (let at = 0; at < OWN_LIMBS; at += 1) {
    const limb = limbs[at + LIMBS - OWN_LIMBS] ?? 0
    into[at * 3] = limb >> 16
    into[at * 3 + 1] = (limb >> 8) & 255
    into[at * 3 + 2] = limb & 255
  }
  return into
}

/** The event ID that was packed for an event of that time. */
export function unpackEventId(packed: Uint8Array, atMs: number): string {
  if (packed.length !== OWN_BYTES) {
    const length = ((packed[0] ?? 0) << 8) | (packed[1] ?? 0)
    return decoder.decode(packed.subarray(LENGTH_BYTES, LENGTH_BYTES + length))
  }
  let own = 0n
  for (const byte of packed) own = (own << 8n) | BigInt(byte)
  return String((BigInt(atMs) << OWN_BITS) | own)
}

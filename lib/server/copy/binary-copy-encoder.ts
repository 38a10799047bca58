const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const TWO_TO_32 = 2 ** 32
const UUID_BYTES = 16
const HYPHEN = 45
/** The value of a hexadecimal digit by its character code. */
const HEX_DIGITS = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0)
const FLOAT8_TYPE = 701

/**
 * Writes rows in Postgres's binary COPY format into one growing buffer. Call row() first, then one method a column in the
 * order of the COPY statement; null is SQL NULL. Types must be exactly those of the columns: int2, int4, int8, float8,
 * bool, text, uuid, bytea, timestamptz (epoch milliseconds), float8[]. U+0000, which Postgres cannot store in text, becomes U+2400.
 */
export class BinaryCopyEncoder {
  readonly #columns: number
  #buffer = Buffer.allocUnsafe(65_536)
  #length = 0
  #rows = 0

  constructor(columns: number) {
    this.#columns = columns
    this.#length = SIGNATURE.copy(this.#buffer)
    this.#writeInt32(0)
    this.#writeInt32(0)
  }

  get rows(): number {
    return this.#rows
  }

  row(): void {
    this.#reserve(2)
    this.#length = this.#buffer.writeInt16BE(this.#columns, this.#length)
    this.#rows += 1
  }

  bool(value: boolean | null): void {
    if (this.#isNull(value)) return
    this.#writeInt32(1)
    this.#reserve(1)
    this.#length = this.#buffer.writeUInt8(value ? 1 : 0, this.#length)
  }

  int2(value: number | null): void {
    if (this.#isNull(value)) return
    this.#writeInt32(2)
    this.#reserve(2)
    this.#length = this.#buffer.writeInt16BE(value, this.#length)
  }

  int4(value: number | null): void {
    if (this.#isNull(value)) return
    this.#writeInt32(4)
    this.#writeInt32(value)
  }

  int8(value: number | null): void {
    if (this.#isNull(value)) return
    this.#writeInt32(8)
    this.#writeInt64(value)
  }

  float8(value: number | null): void {
    if (this.#isNull(value)) return
    this.#writeInt32(8)
    this.#reserve(8)
    this.#length = this.#buffer.writeDoubleBE(value, this.#length)
  }

  timestamptz(atMs: number | null): void {
    if (this.#isNull(atMs)) return
    this.#writeInt32(8)
    this.#writeInt64((Math.round(atMs) - POSTGRES_EPOCH_MS) * 1000)
  }

  text(value: string | null): void {
    if (this.#isNull(value)) return
    const clean = value.includes('\0') ? value.replaceAll('\0', '\u2400') : value
    this.#reserve(4 + clean.length * 3)
    const at = this.#length
    const bytes = this.#buffer.write(clean, at + 4)
    this.#buffer.writeInt32BE(bytes, at)
    this.#length = at + 4 + bytes
  }

  /** Text of the form 8-4-4-4-12 hex digits. */
  uuid(value: string | null): void {
    if (this.#isNull(value)) return
    this.#writeInt32(UUID_BYTES)
    this.#reserve(UUID_BYTES)
    for (let at = 0; at < value.length; at += 2) {
      if (value.charCodeAt(at) === HYPHEN) at += 1
      const high = HEX_DIGITS[value.charCodeAt(at)] ?? 0
      const low = HEX_DIGITS[value.charCodeAt(at + 1)] ?? 0
      this.#buffer[this.#length] = high * 16 + low
      this.#length += 1
    }
  }

  bytea(value: Uint8Array | null): void {
    if (this.#isNull(value)) return
    this.#writeInt32(value.length)
    this.#reserve(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
  }

  /** One dimension, numbered from 1; null elements are NULL. */
  float8Array(values: readonly (number | null)[]): void {
    const known = values.reduce<number>((count, value) => (value === null ? count : count + 1), 0)
    this.#writeInt32(20 + 4 * values.length + 8 * known)
    for (const part of [1, 1, FLOAT8_TYPE, values.length, 1]) this.#writeInt32(part)
    for (const value of values) this.float8(value)
  }

  /** The whole message with its trailer, valid until the next row. */
  finish(): Buffer {
    this.#reserve(2)
    return this.#buffer.subarray(0, this.#buffer.writeInt16BE(-1, this.#length))
  }

  /** Writes the length that stands for NULL when there is no value. */
  #isNull(value: unknown): value is null {
    if (value === null) this.#writeInt32(-1)
    return value === null
  }

  #writeInt32(value: number): void {
    this.#reserve(4)
    this.#length = this.#buffer.writeInt32BE(value, this.#length)
  }

  #writeInt64(value: number): void {
    this.#reserve(8)
    this.#buffer.writeInt32BE(Math.floor(value / TWO_TO_32), this.#length)
    this.#buffer.writeUInt32BE(value >>> 0, this.#length + 4)
    this.#length += 8
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes))
    this.#buffer.copy(grown, 0, 0, this.#length)
    this.#buffer = grown
  }
}

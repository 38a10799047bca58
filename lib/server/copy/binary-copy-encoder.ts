const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const TWO_TO_32 = 2 ** 32
const UUID_BYTES = 16
/** Where the bytes of a UUID begin in its text. */
const UUID_PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]
/** The value of a hexadecimal digit by its character code. */
const HEX_DIGITS = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0)
const FLOAT8_TYPE = 701
const SMALLEST_BYTES = 65_536
const COUNT_BYTES = 2
const SIZE_BYTES = 4

/**
 * Writes rows in Postgres's binary COPY format into one growing buffer. Call row() first, then one method a column in the
 * order of the COPY statement; null is SQL NULL. Types must be exactly those of the columns: int2, int4, int8, float8,
 * bool, text, uuid, bytea, timestamptz (epoch milliseconds), float8[]. U+0000, which Postgres cannot store in text, becomes U+2400.
 */
export class BinaryCopyEncoder {
  readonly #columns: number
  #buffer: Buffer
  #view: DataView
  #length = 0
  /** Where each row begins. */
  #starts: number[] = []

  /** bytes: how many to begin with; where they are enough, nothing is copied while rows are added. */
  constructor(columns: number, bytes = SMALLEST_BYTES) {
    this.#columns = columns
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(bytes, SMALLEST_BYTES))
    this.#view = viewOf(this.#buffer)
    this.#length = SIGNATURE.copy(this.#buffer)
    this.#writeInt32(0)
    this.#writeInt32(0)
  }

  get rows(): number {
    return this.#starts.length
  }

  row(): void {
    const at = this.#take(COUNT_BYTES)
    this.#view.setInt16(at, this.#columns)
    this.#starts.push(at)
  }

  bool(value: boolean | null): void {
    if (this.#isNull(value)) return
    const at = this.#take(5)
    this.#view.setInt32(at, 1)
    this.#view.setUint8(at + 4, value ? 1 : 0)
  }

  int2(value: number | null): void {
    if (this.#isNull(value)) return
    checkRange(value, 2 ** 15)
    const at = this.#take(6)
    this.#view.setInt32(at, 2)
    this.#view.setInt16(at + 4, value)
  }

  int4(value: number | null): void {
    if (this.#isNull(value)) return
    checkRange(value, 2 ** 31)
    const at = this.#take(8)
    this.#view.setInt32(at, 4)
    this.#view.setInt32(at + 4, value)
  }

  int8(value: number | null): void {
    if (this.#isNull(value)) return
    const at = this.#take(12)
    this.#view.setInt32(at, 8)
    this.#view.setInt32(at + 4, Math.floor(value / TWO_TO_32))
    this.#view.setInt32(at + 8, value >>> 0)
  }

  float8(value: number | null): void {
    if (this.#isNull(value)) return
    const at = this.#take(12)
    this.#view.setInt32(at, 8)
    this.#view.setFloat64(at + 4, value)
  }

  timestamptz(atMs: number | null): void {
    this.int8(atMs === null ? null : (Math.round(atMs) - POSTGRES_EPOCH_MS) * 1000)
  }

  text(value: string | null): void {
    if (this.#isNull(value)) return
    const clean = value.includes('\0') ? value.replaceAll('\0', '\u2400') : value
    this.#reserve(4 + clean.length * 3)
    const at = this.#length
    const bytes = this.#buffer.write(clean, at + 4)
    this.#view.setInt32(at, bytes)
    this.#length = at + 4 + bytes
  }

  /** Text of the form 8-4-4-4-12 hex digits. */
  uuid(value: string | null): void {
    if (this.#isNull(value)) return
    let at = this.#take(4 + UUID_BYTES)
    this.#view.setInt32(at, UUID_BYTES)
    at += 4
    for (const place of UUID_PLACES) {
      const high = HEX_DIGITS[value.charCodeAt(place)] ?? 0
      const low = HEX_DIGITS[value.charCodeAt(place + 1)] ?? 0
      this.#buffer[at] = high * 16 + low
      at += 1
    }
  }

  bytea(value: Uint8Array | null): void {
    if (this.#isNull(value)) return
    const at = this.#take(4 + value.length)
    this.#view.setInt32(at, value.length)
    this.#buffer.set(value, at + 4)
  }

  /** One dimension, numbered from 1; null elements are NULL. */
  float8Array(values: readonly (number | null)[]): void {
    const known = values.reduce<number>((count, value) => (value === null ? count : count + 1), 0)
    this.#writeInt32(20 + 4 * values.length + 8 * known)
    for (const part of [1, 1, FLOAT8_TYPE, values.length, 1]) this.#writeInt32(part)
    for (const value of values) this.float8(value)
  }

  /** Gives the first column of a row, an int4, another value. */
  replaceFirstInt4(row: number, value: number): void {
    const at = this.#starts[row]
    if (at === undefined) throw new RangeError(`There is no row ${row}`)
    checkRange(value, 2 ** 31)
    this.#view.setInt32(at + COUNT_BYTES + SIZE_BYTES, value)
  }

  /** The bytes of a row's first columns, none of which is NULL. Valid until the next row. */
  firstColumns(row: number, count: number): Buffer[] {
    let at = (this.#starts[row] ?? this.#length) + COUNT_BYTES
    return Array.from({ length: count }, () => {
      const from = at + SIZE_BYTES
      at = from + this.#view.getInt32(at)
      return this.#buffer.subarray(from, at)
    })
  }

  /** Adds the rows of another one, which has the same columns. */
  append(other: BinaryCopyEncoder): void {
    const from = other.#starts[0] ?? other.#length
    const at = this.#take(other.#length - from)
    other.#buffer.copy(this.#buffer, at, from, other.#length)
    for (const start of other.#starts) this.#starts.push(start - from + at)
  }

  /** Leaves out all other rows. */
  keepRows(isKept: (row: number) => boolean): void {
    const starts = this.#starts
    const end = this.#length
    const kept: number[] = []
    let length = starts[0] ?? end
    for (const [row, from] of starts.entries()) {
      if (!isKept(row)) continue
      const to = starts[row + 1] ?? end
      this.#buffer.copyWithin(length, from, to)
      kept.push(length)
      length += to - from
    }
    this.#starts = kept
    this.#length = length
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
    const at = this.#take(4)
    this.#view.setInt32(at, value)
  }

  /** Where the next bytes go, which are as good as written. */
  #take(bytes: number): number {
    this.#reserve(bytes)
    const at = this.#length
    this.#length += bytes
    return at
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + bytes))
    this.#buffer.copy(grown, 0, 0, this.#length)
    this.#buffer = grown
    this.#view = viewOf(grown)
  }
}

/** The moment that `timestamptz` wrote, epoch milliseconds. */
export function epochMsOf(value: Buffer): number {
  return Number(value.readBigInt64BE()) / 1000 + POSTGRES_EPOCH_MS
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
}

/** A view would keep the lowest bits of a number that is too large, and say nothing. */
function checkRange(value: number, limit: number): void {
  if (!(value >= -limit && value < limit)) throw new RangeError(`${value} does not fit its column`)
}

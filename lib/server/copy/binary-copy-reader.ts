const HEADER_BYTES = 19
const LENGTH_BYTES = 4
const END = -1
const FLOAT8_TYPE = 701
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const TWO_TO_32 = 2 ** 32

/**
 * Reads rows in Postgres's binary COPY format: next() moves on to a row, then one call a column in the order of the
 * SELECT, each of the column's own type. A value that is NULL throws RangeError; elements of arrays may be.
 */
export class BinaryCopyReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #texts: Buffer
  #at: number

  constructor(bytes: Buffer) {
    this.#texts = bytes
    // Parts of a Buffer would be Buffers, which take longer to make.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    // What an extension of the header takes is told in its last four bytes.
    this.#at = HEADER_BYTES + this.#view.getInt32(HEADER_BYTES - LENGTH_BYTES)
  }

  /** False behind the last row. Every column of the row before must have been read. */
  next(): boolean {
    const columns = this.#view.getInt16(this.#at)
    this.#at += 2
    return columns !== END
  }

  int4(): number {
    return this.#view.getInt32(this.#begin())
  }

  float8(): number {
    return this.#view.getFloat64(this.#begin())
  }

  text(): string {
    const at = this.#begin()
    return this.#texts.toString('utf8', at, this.#at)
  }

  /** Epoch milliseconds. */
  timestamptz(): number {
    const at = this.#begin()
    const microseconds = this.#view.getInt32(at) * TWO_TO_32 + this.#view.getUint32(at + 4)
    return POSTGRES_EPOCH_MS + Math.floor(microseconds / 1000)
  }

  /** A view of the bytes of a bytea themselves, not of a copy. */
  view(): DataView {
    const at = this.#begin()
    return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + at, this.#at - at)
  }

  /** The bytes of a bytea themselves, with their length in four bytes (highest first) before them. */
  byteaWithLength(): Uint8Array {
    const at = this.#begin()
    return this.#bytes.subarray(at - LENGTH_BYTES, this.#at)
  }

  /** How many elements a float8[] of one dimension has. Each of them is to be read by element(). */
  beginArray(): number {
    const at = this.#begin()
    const dimensions = this.#view.getInt32(at)
    if (dimensions > 1 || this.#view.getInt32(at + 8) !== FLOAT8_TYPE) throw new RangeError('Not a float8[]')
    this.#at = at + (dimensions === 0 ? 12 : 20)
    return dimensions === 0 ? 0 : this.#view.getInt32(at + 12)
  }

  /** The next element; NaN where it is NULL. */
  element(): number {
    const length = this.#view.getInt32(this.#at)
    const at = this.#at + LENGTH_BYTES
    this.#at = at + Math.max(0, length)
    return length < 0 ? Number.NaN : this.#view.getFloat64(at)
  }

  /** Where a value begins; what is read next begins behind it. */
  #begin(): number {
    const length = this.#view.getInt32(this.#at)
    if (length < 0) throw new RangeError('A value is NULL')
    const at = this.#at + LENGTH_BYTES
    this.#at = at + length
    return at
  }
}

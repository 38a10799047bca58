/** Reads what a ByteWriter wrote. Throws a RangeError where the bytes end too early. */
export class ByteReader {
  private readonly bytes: Buffer
  private at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get position(): number {
    return this.at
  }

  byte(): number {
    const value = this.bytes[this.at]
    if (value === undefined) throw new RangeError('a stored block ends too early')
    this.at += 1
    return value
  }

  varint(): number {
    let value = 0
    let unit = 1
    for (;;) {
      const next = this.byte()
      value += (next & 0x7f) * unit
      if (next < 0x80) return value
      unit *= 0x80
    }
  }

  /** A copy of the next bytes. */
  raw(size: number): Buffer {
    const start = this.skip(size)
    return Buffer.from(this.bytes.subarray(start, this.at))
  }

  text(): string {
    const start = this.skip(this.varint())
    return this.bytes.toString('utf8', start, this.at)
  }

  skipText(): void {
    this.skip(this.varint())
  }

  /** Where the bytes that are left out began. */
  private skip(size: number): number {
    const start = this.at
    if (start + size > this.bytes.length) throw new RangeError('a stored block ends too early')
    this.at = start + size
    return start
  }
}

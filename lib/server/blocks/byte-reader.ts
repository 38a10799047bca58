/** Reads what a ByteWriter wrote. Throws a RangeError where the bytes end too early. */
export class ByteReader {
  private readonly bytes: Buffer
  private at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
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
    return Buffer.from(this.take(size))
  }

  text(): string {
    return this.take(this.varint()).toString('utf8')
  }

  private take(size: number): Buffer {
    const end = this.at + size
    if (end > this.bytes.length) throw new RangeError('a stored block ends too early')
    const part = this.bytes.subarray(this.at, end)
    this.at = end
    return part
  }
}

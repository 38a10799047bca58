import { ByteReader } from '@/lib/server/blocks/byte-reader'

/** The documents of one trace as the bytes that were packed: text is made of those alone that are asked for. */
export class InflatedDocuments {
  private readonly bytes: Buffer
  /** Where each document begins, found when they are first searched. */
  private starts: number[] | null = null

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get size(): number {
    return this.bytes.length
  }

  *texts(): Generator<string> {
    const reader = new ByteReader(this.bytes)
    for (let left = reader.varint(); left > 0; left -= 1) yield reader.text()
  }

  /** The documents that hold the text. */
  textsWith(text: string): string[] {
    const needle = Buffer.from(text)
    const starts = this.listStarts()
    const found: string[] = []
    let next = 0
    let from: number | undefined = starts[0]
    while (from !== undefined) {
      const at = this.bytes.indexOf(needle, from)
      if (at < 0) break
      while ((starts[next] ?? this.bytes.length) <= at) next += 1
      const holder = new ByteReader(this.bytes.subarray(starts[next - 1])).text()
      // What was found may reach into the next document.
      if (holder.includes(text)) found.push(holder)
      from = starts[next]
    }
    return found
  }

  private listStarts(): number[] {
    if (this.starts !== null) return this.starts
    const reader = new ByteReader(this.bytes)
    const starts: number[] = []
    for (let left = reader.varint(); left > 0; left -= 1) {
      starts.push(reader.position)
      reader.skipText()
    }
    this.starts = starts
    return starts
  }
}

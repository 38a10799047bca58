import { ByteReader } from '@/lib/server/blocks/byte-reader'

const IDS = /"(?:id|spanId)":"([^"\\]*)"/g

/** The documents of one trace as the bytes that were packed: text is made of those alone that are asked for. */
export class InflatedDocuments {
  private readonly bytes: Buffer
  /** Where the documents begin in which something has an ID, found when one is first asked for. */
  private named: Map<string, number[]> | null = null

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  /** What is held of them in memory, bytes, about: where IDs stand takes up to half as much again. */
  get size(): number {
    return this.bytes.length * 1.5
  }

  *texts(): Generator<string> {
    const reader = new ByteReader(this.bytes)
    for (let left = reader.varint(); left > 0; left -= 1) yield reader.text()
  }

  /** The documents in which something has this ID, as X-Ray and OpenTelemetry write it. */
  textsNaming(id: string): string[] {
    this.named ??= this.listNamed()
    return (this.named.get(id) ?? []).map((start) => new ByteReader(this.bytes.subarray(start)).text())
  }

  private listNamed(): Map<string, number[]> {
    const named = new Map<string, number[]>()
    const reader = new ByteReader(this.bytes)
    for (let left = reader.varint(); left > 0; left -= 1) {
      const start = reader.position
      for (const [, id = ''] of reader.text().matchAll(IDS)) {
        const starts = named.get(id)
        if (starts === undefined) named.set(id, [start])
        else if (starts.at(-1) !== start) starts.push(start)
      }
    }
    return named
  }
}

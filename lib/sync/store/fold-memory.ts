import type { StreamRef } from '@/lib/sync/store/intern-streams'
import type { StreamTail } from '@/lib/sync/store/stream-tail'

const MOST_STREAMS = 20_000
const MOST_MARKS = 50_000
const MOST_TAIL_LINES = 60_000
const ORDINARY_LENGTH = 200

/**
 * What is remembered from page to page while one window of one log group is read, under its lease: streams by name, the
 * tails of those that are being folded, the margins of their functions, and what is marked as due already. Bounded: what does not fit is forgotten, and
 * read from the database when it is needed again. Thrown away when a transaction fails.
 */
export class FoldMemory {
  readonly #streams = new Map<string, StreamRef>()
  readonly #tails = new Map<number, StreamTail>()
  #tailLines = 0
  readonly #marked = new Set<string>()
  /** How long an attempt of each function can wait for its REPORT, ms. */
  readonly margins = new Map<number, number>()

  stream(name: string): StreamRef | undefined {
    return this.#streams.get(name)
  }

  keepStream(stream: StreamRef): void {
    this.#streams.set(stream.name, stream)
  }

  /** To be called before a page, all of whose streams are then kept together. */
  makeRoom(): void {
    if (this.#streams.size >= MOST_STREAMS) this.#streams.clear()
    if (this.#marked.size >= MOST_MARKS) this.#marked.clear()
  }

  /** False when this has been marked before. */
  mark(key: string): boolean {
    const isNew = !this.#marked.has(key)
    this.#marked.add(key)
    return isNew
  }

  unmark(key: string): void {
    this.#marked.delete(key)
  }

  tail(streamId: number): StreamTail | undefined {
    return this.#tails.get(streamId)
  }

  /** Keeps the newest tails; null forgets. */
  keepTail(streamId: number, tail: StreamTail | null): void {
    this.#forget(streamId)
    if (tail === null) return
    this.#tails.set(streamId, tail)
    this.#tailLines += sizeOf(tail)
    for (const oldest of this.#tails.keys()) {
      if (this.#tailLines <= MOST_TAIL_LINES) break
      this.#forget(oldest)
    }
  }

  #forget(streamId: number): void {
    const tail = this.#tails.get(streamId)
    if (tail === undefined) return
    this.#tails.delete(streamId)
    this.#tailLines -= sizeOf(tail)
  }
}

/** In lines of ordinary length: what a function wrote may be a megabyte. */
function sizeOf({ head, lines }: StreamTail): number {
  let size = head.length + lines.length
  for (const { line } of lines) if (line.kind === 'app') size += line.text.length / ORDINARY_LENGTH
  return size
}

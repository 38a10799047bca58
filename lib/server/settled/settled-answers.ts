type Entry = { changes: number; bytes: number; answer: unknown }

/** Answers by key, each as of so many changes of what it was read from. Those that were not asked for longest go first. */
export class SettledAnswers {
  readonly #entries = new Map<string, Entry>()
  readonly #mostBytes: number
  #bytes = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** Undefined where there is none, or nothing that still stands. */
  get(key: string, changes: number): unknown {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.changes !== changes) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.answer
  }

  /** bytes: what it takes. An answer that is larger than all of the space is not kept. */
  set(key: string, { changes, bytes, answer }: Entry): void {
    this.#drop(key)
    if (bytes > this.#mostBytes) return
    this.#entries.set(key, { changes, bytes, answer })
    this.#bytes += bytes
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#mostBytes) return
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0
    this.#entries.delete(key)
  }
}

type Entry = { atMs: number; order: number; run: (atMs: number) => void }

/**
 * Events by time, equal times in the order they were scheduled. Everything that happens in the fleet happens in this
 * one order, which is why the result does not depend on how far each advance reaches.
 */
export class EventQueue {
  private readonly heap: Entry[] = []
  private scheduled = 0

  schedule(atMs: number, run: (atMs: number) => void): void {
    this.scheduled += 1
    this.heap.push({ atMs, order: this.scheduled, run })
    this.rise(this.heap.length - 1)
  }

  /** Runs every event due by then, including those that the running ones schedule. */
  runUntil(atMs: number): void {
    for (let first = this.heap[0]; first && first.atMs <= atMs; first = this.heap[0]) {
      this.removeFirst()
      first.run(first.atMs)
    }
  }

  private removeFirst(): void {
    const last = this.heap.pop()
    if (last === undefined || this.heap.length === 0) return
    this.heap[0] = last
    this.sink()
  }

  private before(left: number, right: number): boolean {
    const a = this.heap[left]
    const b = this.heap[right]
    if (!a || !b) return a !== undefined
    return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
  }

  private swap(left: number, right: number): void {
    const a = this.heap[left]
    const b = this.heap[right]
    if (!a || !b) return
    this.heap[left] = b
    this.heap[right] = a
  }

  private rise(from: number): void {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.before(index, parent)) return
      this.swap(index, parent)
      index = parent
    }
  }

  private sink(): void {
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const smaller = this.before(left + 1, left) ? left + 1 : left
      if (smaller >= this.heap.length || !this.before(smaller, index)) return
      this.swap(index, smaller)
      index = smaller
    }
  }
}

const MINUTE_MS = 60_000

/** Things by their minute: cheap to add out of order, cheap to start reading at any point. */
export class MinuteIndex<T> {
  private readonly buckets = new Map<number, T[]>()
  private readonly unsorted = new Set<number>()
  private firstMinute = Number.POSITIVE_INFINITY
  private lastMinute = Number.NEGATIVE_INFINITY

  /** `compare` orders within a minute and must be total, so that reads are repeatable. */
  constructor(
    private readonly atMs: (item: T) => number,
    private readonly compare: (a: T, b: T) => number,
  ) {}

  add(item: T): void {
    const minute = Math.floor(this.atMs(item) / MINUTE_MS)
    const bucket = this.buckets.get(minute)
    if (bucket) bucket.push(item)
    else this.buckets.set(minute, [item])
    this.unsorted.add(minute)
    this.firstMinute = Math.min(this.firstMinute, minute)
    this.lastMinute = Math.max(this.lastMinute, minute)
  }

  /** The items of one minute in order. */
  minute(minute: number): readonly T[] {
    const bucket = this.buckets.get(minute)
    if (!bucket) return []
    if (this.unsorted.delete(minute)) bucket.sort(this.compare)
    return bucket
  }

  /** From inclusive, to exclusive, in order. */
  *range(fromMs: number, toMs: number): Generator<T> {
    const first = Math.max(Math.floor(fromMs / MINUTE_MS), this.firstMinute)
    const last = Math.min(Math.ceil(toMs / MINUTE_MS), this.lastMinute)
    for (let minute = first; minute <= last; minute += 1) {
      for (const item of this.minute(minute)) {
        const atMs = this.atMs(item)
        if (atMs >= toMs) return
        if (atMs >= fromMs) yield item
      }
    }
  }
}

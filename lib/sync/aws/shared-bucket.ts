import type { BucketLimit, Reservation } from '@/lib/sync/aws/bucket-store'

type Store = {
  reserve(limit: BucketLimit, calls: number, answers: number): Promise<Reservation>
  slowDown(limit: BucketLimit): Promise<void>
}
type Waiter = { go(): void; fail(reason: unknown): void; signal: AbortSignal; giveUp(): void }

/** How much of a second is reserved in one go, and how late a reserved call may go out. */
const AHEAD_MS = 250

/**
 * One worker's end of a bucket that all workers share. Calls go out in the order in which they came; what a worker calls
 * often it reserves a quarter of a second ahead, so that the database is asked a few times a second at most.
 */
export class SharedBucket {
  readonly #store: Store
  readonly #limit: BucketLimit
  readonly #waiting: Waiter[] = []
  /** When the reserved calls may go out, by the monotonic clock. */
  #slots: number[] = []
  /** When the newest calls went out: what was used of late is reserved ahead. */
  #sent: number[] = []
  #answers = 0
  #intervalMs: number
  #pumping = false
  #wake: (() => void) | null = null

  constructor(store: Store, limit: BucketLimit) {
    this.#store = store
    this.#limit = limit
    this.#intervalMs = 1000 / limit.perSecond
  }

  /** Resolves when the next call may go out. Rejects with the signal's reason when that aborts first, and when the database is away. */
  take(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const giveUp = () => {
        const at = this.#waiting.indexOf(waiter)
        if (at >= 0) this.#waiting.splice(at, 1)
        if (this.#waiting.length === 0) this.#wake?.()
        reject(signal.reason)
      }
      const waiter: Waiter = { go: resolve, fail: reject, signal, giveUp }
      signal.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(waiter)
      if (!this.#pumping) void this.#pump()
    })
  }

  answered(): void {
    this.#answers += 1
  }

  /** What was reserved at the faster pace is dropped. */
  throttled(): Promise<void> {
    this.#slots = []
    return this.#store.slowDown(this.#limit)
  }

  async #pump(): Promise<void> {
    this.#pumping = true
    try {
      while (this.#waiting.length > 0) await this.#admitNext()
    } catch (error) {
      for (const waiter of this.#waiting.splice(0)) {
        waiter.signal.removeEventListener('abort', waiter.giveUp)
        waiter.fail(error)
      }
    } finally {
      this.#pumping = false
    }
  }

  async #admitNext(): Promise<void> {
    const nowMs = performance.now()
    this.#slots = this.#slots.filter((atMs) => atMs >= nowMs - AHEAD_MS)
    const [slot] = this.#slots
    if (slot === undefined) return this.#reserve(nowMs)
    if (slot > nowMs) return this.#sleep(slot - nowMs)
    const waiter = this.#waiting.shift()
    if (waiter === undefined) return
    this.#slots.shift()
    this.#sent.push(nowMs)
    waiter.signal.removeEventListener('abort', waiter.giveUp)
    waiter.go()
  }

  async #reserve(nowMs: number): Promise<void> {
    this.#sent = this.#sent.filter((atMs) => atMs >= nowMs - AHEAD_MS)
    const most = Math.max(1, Math.floor(AHEAD_MS / this.#intervalMs))
    const calls = Math.min(most, Math.max(1, this.#waiting.length, this.#sent.length))
    const answers = this.#answers
    this.#answers = 0
    const { delayMs, intervalMs } = await this.#store.reserve(this.#limit, calls, answers)
    this.#intervalMs = intervalMs
    const firstMs = performance.now() + delayMs
    for (let call = 0; call < calls; call += 1) this.#slots.push(firstMs + call * intervalMs)
  }

  /** Ends early when nobody waits any more. */
  #sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Paces the calls to one API: at most perSecond on average, one second's worth at once, first come, first served.
 * A throttled call halves the rate; every answer brings it back a little, up to mostPerSecond.
 */
export class TokenBucket {
  readonly #leastPerSecond: number
  readonly #mostPerSecond: number
  #perSecond: number
  #tokens: number
  #filledMs = performance.now()
  #queue: Promise<void> = Promise.resolve()

  constructor(perSecond: number, mostPerSecond = perSecond) {
    this.#perSecond = perSecond
    this.#mostPerSecond = mostPerSecond
    this.#leastPerSecond = Math.min(0.2, perSecond)
    this.#tokens = perSecond
  }

  get perSecond(): number {
    return this.#perSecond
  }

  /** Resolves when the next call may go out. Rejects with the signal's reason when it is aborted first. */
  take(signal: AbortSignal): Promise<void> {
    const turn = this.#queue.then(() => this.#wait(signal))
    // The next in line waits for this one's turn, whether or not it was given up.
    this.#queue = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  throttled(): void {
    this.#perSecond = Math.max(this.#leastPerSecond, this.#perSecond / 2)
    this.#tokens = Math.min(this.#tokens, 0)
  }

  answered(): void {
    this.#perSecond = Math.min(this.#mostPerSecond, this.#perSecond * 1.05)
  }

  async #wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.#refill()
    if (this.#tokens < 1) {
      await sleep(((1 - this.#tokens) / this.#perSecond) * 1000, undefined, { signal })
      this.#refill()
    }
    this.#tokens -= 1
  }

  #refill(): void {
    const nowMs = performance.now()
    this.#tokens = Math.min(this.#perSecond, this.#tokens + ((nowMs - this.#filledMs) / 1000) * this.#perSecond)
    this.#filledMs = nowMs
  }
}

import { createHash } from 'node:crypto'
import type { Operation } from '@/simulator/wire/operation'

/** repeated: of these calls, those whose input had been sent before. */
export type LoggedCalls = { region: string; service: string; operation: string; calls: number; repeated: number }

const mostInputs = 200_000

/** How often each operation was called, and how often with an input, page token included, that was sent before. */
export class CallLog {
  readonly #inputs = new Set<string>()
  readonly #counts = new Map<string, LoggedCalls>()

  record({ service, name }: Operation, region: string, input: object): void {
    const key = `${region}/${service}/${name}`
    const counted = this.#counts.get(key) ?? { region, service, operation: name, calls: 0, repeated: 0 }
    this.#counts.set(key, counted)
    counted.calls += 1
    const hash = createHash('sha1')
      .update(`${key}/${JSON.stringify(input)}`)
      .digest('base64')
    if (this.#inputs.has(hash)) counted.repeated += 1
    else this.#inputs.add(hash)
    if (this.#inputs.size <= mostInputs) return
    const [oldest] = this.#inputs
    if (oldest !== undefined) this.#inputs.delete(oldest)
  }

  list(): LoggedCalls[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, counted]) => counted)
  }

  clear(): void {
    this.#inputs.clear()
    this.#counts.clear()
  }
}

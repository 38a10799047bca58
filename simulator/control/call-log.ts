import { createHash } from 'node:crypto'
import type { Operation } from '@/simulator/wire/operation'

/** repeated: of these calls, those whose input, or a part of it that is billed for itself, had been sent before. */
export type LoggedCalls = { region: string; service: string; operation: string; calls: number; repeated: number }

const mostInputs = 200_000

/** What must not be asked twice: each metric of a GetMetricData, whatever it is asked with, else the whole input. */
function partsOf(input: object): string[] {
  if (!('MetricDataQueries' in input) || !Array.isArray(input.MetricDataQueries)) return [JSON.stringify(input)]
  const { MetricDataQueries: queries, ...rest } = input
  return queries.map(({ MetricStat }: { MetricStat?: unknown }) => JSON.stringify([rest, MetricStat]))
}

/** How often each operation was called, and how often with an input, page token included, that was sent before. */
export class CallLog {
  readonly #inputs = new Set<string>()
  readonly #counts = new Map<string, LoggedCalls>()

  record({ service, name }: Operation, region: string, input: object): void {
    const key = `${region}/${service}/${name}`
    const counted = this.#counts.get(key) ?? { region, service, operation: name, calls: 0, repeated: 0 }
    this.#counts.set(key, counted)
    counted.calls += 1
    const hashes = partsOf(input).map((part) => createHash('sha1').update(`${key}/${part}`).digest('base64'))
    if (hashes.some((hash) => this.#inputs.has(hash))) counted.repeated += 1
    for (const hash of hashes) this.#inputs.add(hash)
    for (const oldest of this.#inputs) {
      if (this.#inputs.size <= mostInputs) break
      this.#inputs.delete(oldest)
    }
  }

  list(): LoggedCalls[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, counted]) => counted)
  }

  clear(): void {
    this.#inputs.clear()
    this.#counts.clear()
  }
}

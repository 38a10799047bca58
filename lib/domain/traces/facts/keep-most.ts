import type { CallFacts, OutcomeFacts, SegmentFacts, ServiceNames } from '@/lib/domain/traces/facts/trace-facts'

/** Of the segments of a trace, and of its calls. */
const MOST_PARTS = 300
/** Of anything else that a trace has a list of. */
const MOST_VALUES = 200

type Weighed = OutcomeFacts & { r?: true }

/** Notes whether a list was longer than what is kept of it. */
export class Keeper {
  isCut = false

  /** Roots, one of each service first, then those that failed, then the longest; equal ones once. */
  segments(all: readonly SegmentFacts[]): SegmentFacts[] {
    return this.#parts(all, serviceKey)
  }

  /** One of each pair of services, then those that failed, then the longest; equal ones once. */
  calls(all: readonly CallFacts[]): CallFacts[] {
    return this.#parts(all, ({ from, to }) => `${serviceKey(from)} ${serviceKey(to)}`)
  }

  /** The first of them, each once. */
  values<Value>(all: readonly Value[]): Value[] {
    const each = distinct(all)
    if (each.length <= MOST_VALUES) return each
    this.isCut = true
    return each.slice(0, MOST_VALUES)
  }

  #parts<Facts extends Weighed>(all: readonly Facts[], keyOf: (facts: Facts) => string): Facts[] {
    const each = distinct(all)
    if (each.length <= MOST_PARTS) return each
    this.isCut = true
    const worst = each.sort((a, b) => weightOf(b) - weightOf(a))
    const seen = new Set<string>()
    const [firsts, others]: [Facts[], Facts[]] = [[], []]
    for (const facts of worst) {
      const key = keyOf(facts)
      if (seen.has(key)) others.push(facts)
      else firsts.push(facts)
      seen.add(key)
    }
    return [...firsts, ...others].slice(0, MOST_PARTS)
  }
}

function distinct<Value>(all: readonly Value[]): Value[] {
  return [...new Map(all.map((value) => [JSON.stringify(value), value])).values()]
}

function serviceKey({ n, y, a }: ServiceNames): string {
  return JSON.stringify([n, y, a])
}

function weightOf({ r, e, f, h, t }: Weighed): number {
  return (r ? 1e13 : 0) + (f || h || e ? 1e12 : 0) + (t ?? 0)
}

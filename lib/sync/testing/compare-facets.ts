import type { Db } from '@/lib/server/db'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getInvocationFacets } from '@/lib/server/queries/get-invocation-facets'
import { callsOf, countBy, type TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'

type Compared = {
  db: Db
  fn: TrueFunction
  calls: readonly TrueCall[]
  window: { from: number; to: number }
  nowMs: number
}

/** What the facets and the histogram of a function's invocations count, beside what happened. */
export async function compareFacets({ db, fn, calls, window, nowMs }: Compared): Promise<[string, unknown, unknown][]> {
  const identity = await getFunctionIdentity(db, fn.name, fn)
  const compared: [string, unknown, unknown][] = []
  for (const qualifier of [undefined, ...Object.keys(fn.versions), ...Object.keys(fn.aliases)]) {
    const own = callsOf(calls, qualifier)
    const found = await getInvocationFacets(db, identity, { ...window, qualifier }, nowMs)
    const counts = (facet: string) =>
      Object.fromEntries(
        (found.facets.find((one) => one.facet === facet)?.values ?? [])
          .filter(({ invocations }) => invocations > 0)
          .map(({ value, invocations }) => [value, invocations]),
      )
    const overTime = found.histogram.flatMap(({ atMs, counts: results }) => {
      const sum = Object.values(results ?? {}).reduce((total, one) => total + one, 0)
      return sum === 0 ? [] : [[String(atMs), sum]]
    })
    const figures: Record<string, [unknown, unknown]> = {
      total: [found.total, own.length],
      result: [counts('result'), countBy(own, ({ result }) => result)],
      version: [counts('version'), countBy(own, ({ executedVersion }) => executedVersion)],
      start: [counts('start'), countBy(own, ({ coldStart }) => (coldStart ? 'cold' : 'warm'))],
      'over time': [
        Object.fromEntries(overTime),
        countBy(own, ({ startMs }) => String(Math.floor(startMs / found.periodMs) * found.periodMs)),
      ],
    }
    for (const [figure, [got, expected]] of Object.entries(figures)) {
      compared.push([`${fn.name}:${qualifier ?? ''} ${figure}`, got, expected])
    }
  }
  return compared
}

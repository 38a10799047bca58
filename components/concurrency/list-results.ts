import { resultWords } from '@/lib/client/result-words'
import type { Lane } from '@/lib/domain/concurrency/layout-lanes'

type Ended = Pick<Lane['bars'][number], 'result'>
/** Results that are drawn alike, and so told by one name. */
type DrawnResult = { label: string; color: string; results: Set<string> }

const ORDER = ['success', 'unknown', 'error', 'init-error', 'timeout', 'out-of-memory']

/** The results of lanes as they are drawn and named, what failed last. */
export function listResults(lanes: readonly { bars: readonly Ended[] }[]): DrawnResult[] {
  const there = new Set(lanes.flatMap(({ bars }) => bars.map(({ result }) => result)))
  const drawn = new Map<string, DrawnResult>()
  for (const result of [...ORDER, ...[...there].filter((one) => !ORDER.includes(one))]) {
    if (!there.has(result)) continue
    const { label, color } = resultWords(result)
    const alike = drawn.get(color)
    if (alike === undefined) drawn.set(color, { label, color, results: new Set([result]) })
    else
      drawn.set(color, {
        ...alike,
        label: `${alike.label}, ${label.toLowerCase()}`,
        results: alike.results.add(result),
      })
  }
  return [...drawn.values()]
}

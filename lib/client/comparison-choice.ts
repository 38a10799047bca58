import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'

const DAY = 86_400_000

/** A window beside the page's range: the same, the stretch just before it, a day or a week earlier, or two moments. */
export type WindowChoice = 'same' | 'before' | 'day' | 'week' | { fromMs: number; toMs: number }

/** qualifier null: all traffic. */
export type SideChoice = { qualifier: string | null; window: WindowChoice }

export type ComparisonChoice = { range: RangeChoice; first: SideChoice; second: SideChoice }

type ParamReader = { get(name: string): string | null }
type Pair = { first: string; second: string }

/**
 * What a URL asks to compare; without a word of it the pair, over the page's range: the same one with itself is compared
 * with what it was before. '*' stands for all traffic.
 */
export function readComparison(params: ParamReader, range: RangeChoice, pair: Pair): ComparisonChoice {
  const side = (name: 'first' | 'second'): SideChoice => {
    const qualifier = params.get(name) ?? pair[name]
    return { qualifier: qualifier === '*' ? null : qualifier, window: readWindow(params.get(`${name}Window`)) }
  }
  const [first, second] = [side('first'), side('second')]
  const isItself = first.qualifier === second.qualifier && first.window === 'same' && second.window === 'same'
  return { range, first: isItself ? { ...first, window: 'before' } : first, second }
}

/** What stands in a URL for a window; null for the page's own range. */
export function windowParam(window: WindowChoice): string | null {
  if (typeof window !== 'string') return `${window.fromMs}-${window.toMs}`
  return window === 'same' ? null : window
}

/** The windows that are asked for at a moment, and the qualifiers, as the API names them. */
export function comparisonRequest({ range, first, second }: ComparisonChoice, nowMs: number) {
  const own = rangeWindow(range, nowMs)
  const one = windowOf(first.window, own)
  const two = windowOf(second.window, own)
  return {
    ...(first.qualifier === null ? {} : { first: first.qualifier }),
    ...(second.qualifier === null ? {} : { second: second.qualifier }),
    ...{ firstFrom: one.from, firstTo: one.to, secondFrom: two.from, secondTo: two.to },
  }
}

/** Same text for the same choice. */
export function comparisonKey({ range, first, second }: ComparisonChoice): string {
  return JSON.stringify([rangeKey(range), first, second])
}

function windowOf(window: WindowChoice, { from, to }: { from: number; to: number }): { from: number; to: number } {
  if (typeof window !== 'string') return { from: window.fromMs, to: window.toMs }
  const back = { same: 0, before: to - from, day: DAY, week: 7 * DAY }[window]
  return { from: Math.max(0, from - back), to: to - back }
}

function readWindow(text: string | null): WindowChoice {
  if (text === 'before' || text === 'day' || text === 'week') return text
  const [fromMs, toMs] = /^\d{1,15}-\d{1,15}$/.test(text ?? '') ? (text ?? '').split('-').map(Number) : []
  return fromMs !== undefined && toMs !== undefined && toMs > fromMs ? { fromMs, toMs } : 'same'
}

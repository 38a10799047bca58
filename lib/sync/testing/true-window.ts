import type { TestSimulator } from '@/e2e/fixtures/start-simulator'
import { askSimulator } from '@/lib/sync/testing/open-test-pull'
import type { TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'

export type TrueThrottle = { region: string; functionName: string; qualifier: string | null; atMs: number }
export type TrueOutcome = {
  region: string
  functionName: string
  kind: 'received' | 'dropped' | 'destination-failure' | 'dead-letter-error'
}
/** The most that was in use in one minute. */
export type TrueMinute = {
  region: string
  atMs: number
  account: number
  unreserved: number
  claimed: number
  functions: {
    name: string
    all: number
    byQualifier: Record<string, number>
    provisionedInUse: Record<string, number>
  }[]
}

/** What the simulator says happened in a window. */
export type TrueWindow = {
  from: number
  to: number
  functions: TrueFunction[]
  calls: TrueCall[]
  throttles: TrueThrottle[]
  outcomes: TrueOutcome[]
  minutes: TrueMinute[]
}

/** A figure of a page: its name, what the page says, what happened. */
export type Figure = readonly [name: string, got: unknown, expected: unknown]

/** Reads all that happened in a window, of a region or of all. */
export async function readTrueWindow(
  world: TestSimulator,
  { from, to }: { from: number; to: number },
  region?: string,
): Promise<TrueWindow> {
  const query = `?from=${from}&to=${to}${region === undefined ? '' : `&region=${region}`}`
  const [{ functions }, calls, throttles, outcomes, minutes] = await Promise.all([
    askSimulator<{ functions: TrueFunction[] }>(world, `/_truth${query}`),
    askSimulator<TrueCall[]>(world, `/_truth/invocations${query}`),
    askSimulator<TrueThrottle[]>(world, `/_truth/throttles${query}`),
    askSimulator<TrueOutcome[]>(world, `/_truth/outcomes${query}`),
    askSimulator<TrueMinute[]>(world, `/_truth/concurrency${query}`),
  ])
  return { from, to, functions, calls, throttles, outcomes, minutes }
}

/** The part of a list that is of one function. */
export function ofFunction<Item extends { region: string; functionName: string }>(
  items: readonly Item[],
  { region, name }: Pick<TrueFunction, 'region' | 'name'>,
): Item[] {
  return items.filter((item) => item.region === region && item.functionName === name)
}

/** Whether its log lines tell of every invocation: not at the level WARN, and not where only Logs Insights reads. */
export function isLogged({ name, tags }: TrueFunction): boolean {
  return tags['log-level'] === undefined && name !== 'receipt-archive'
}

/** The figures that are not as they should be, in words: the first of them. */
export function differencesOf(figures: readonly Figure[]): string[] {
  return figures
    .filter(([, got, expected]) => JSON.stringify(got) !== JSON.stringify(expected))
    .slice(0, 12)
    .map(([name, got, expected]) => `${name}: ${textOf(got)}, and not ${textOf(expected)}`)
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value)}`.slice(0, 400)
}

/** A figure that may be off by a share (a percentile of a sketch: 1 %); what is within it counts as equal. */
export function near(name: string, got: number | null | undefined, expected: number | null, share = 0.0101): Figure {
  if (got == null || expected === null) return [name, got ?? null, expected]
  const isNear = Math.abs(got - expected) <= Math.abs(expected) * share + 1e-12
  return [name, isNear ? expected : got, expected]
}

/** A sum of fractions, which may be added up in another order. */
export function same(name: string, got: number | null | undefined, expected: number | null): Figure {
  return near(name, got, expected, 1e-9)
}

/** The value of a rank, nearest-rank; null of nothing. */
export function rankOf(values: readonly number[], rank: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? null
}

export function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}

export function highestOf<Item>(items: readonly Item[], of: (item: Item) => number): number | null {
  return items.reduce<number | null>((most, item) => Math.max(most ?? Number.NEGATIVE_INFINITY, of(item)), null)
}

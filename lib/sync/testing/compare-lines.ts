import type { TestSimulator } from '@/e2e/fixtures/start-simulator'
import type { Db } from '@/lib/server/db'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'
import { listLogPatterns } from '@/lib/server/queries/list-log-patterns'
import { askSimulator } from '@/lib/sync/testing/open-test-pull'
import type { TrueFunction } from '@/lib/sync/testing/true-function'
import { type Figure, isLogged, near, ofFunction, sumOf, type TrueWindow } from '@/lib/sync/testing/true-window'

type TrueLines = { region: string; group: string; byMinute: Record<string, number> }
type Compared = { db: Db; world: TestSimulator; truth: TrueWindow }

/** Of more lines patterns are made from a sample. */
const FEW = 5_000
const MOST_PATTERNS = 50
const START = /^START RequestId|platform\.start/

/** What the Logs page counts of the lines of every function with a log group of its own, beside what it wrote. */
export async function compareLines({ db, world, truth }: Compared): Promise<Figure[]> {
  const { from, to } = truth
  const groups = await askSimulator<TrueLines[]>(world, `/_truth/lines?from=${from}&to=${to}`)
  const figures = await fleetFigures(db, { from, to })
  for (const fn of truth.functions.filter(isLogged)) {
    const lines = groups.find(({ region, group }) => region === fn.region && group === `/aws/lambda/${fn.name}`)
    if (lines !== undefined) figures.push(...(await lineFigures(db, truth, fn, lines)))
  }
  return figures
}

/** Of all functions together patterns are made from a sample: it stands for what the histogram counts, line by line. */
async function fleetFigures(db: Db, request: { from: number; to: number }): Promise<Figure[]> {
  const { buckets } = await getLogHistogram(db, request)
  const counted = sumOf(buckets, ({ counts }) => sumOf(Object.values(counts), (lines) => lines))
  const { linesRead, sampledShare } = await listLogPatterns(db, request)
  return [
    ['logs: a sample of all lines', linesRead < counted, counted > FEW],
    near('logs: lines that the sample stands for', linesRead / sampledShare, counted),
  ]
}

async function lineFigures(db: Db, truth: TrueWindow, fn: TrueFunction, { byMinute }: TrueLines): Promise<Figure[]> {
  const { from, to } = truth
  const { name: functionName, accountId, region } = fn
  const calls = ofFunction(truth.calls, fn).length
  const request = { from, to, functionName, accountId, region }
  const { buckets, periodMs, sampledShare } = await getLogHistogram(db, request)
  const named = (figure: string) => `logs: ${region} ${functionName} ${figure}`
  const written = Object.entries(byMinute).map(([atMs, lines]) => ({ atMs: Number(atMs), lines }))
  const expected = buckets.map((bucket) => {
    const inside = written.filter(({ atMs }) => atMs >= bucket.atMs && atMs < bucket.atMs + periodMs)
    return sumOf(inside, ({ lines }) => lines)
  })
  const counted = buckets.map(({ counts }) => sumOf(Object.values(counts), (lines) => lines))
  const total = sumOf(written, ({ lines }) => lines)
  const figures: Figure[] = [
    [named('sampled'), sampledShare, 1],
    [named('lines over time'), counted, expected],
  ]
  if (total === 0) return figures
  const { patterns, linesRead, sampledShare: patternShare } = await listLogPatterns(db, request)
  if (total > FEW) {
    const starts = sumOf(
      patterns.filter(({ pattern }) => START.test(pattern)),
      ({ lines }) => lines,
    )
    figures.push(near(named('lines that a sample stands for'), linesRead / patternShare, total))
    figures.push(near(named('lines of starts in a sample'), starts, calls, 0.1))
    return figures
  }
  const told = sumOf(patterns, ({ lines }) => lines)
  figures.push([named('lines looked at'), linesRead, total])
  if (patterns.length < MOST_PATTERNS) figures.push([named('lines of all patterns'), told, total])
  return figures
}

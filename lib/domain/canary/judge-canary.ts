import { type Proportion, testProportions } from '@/lib/domain/canary/proportion-test'
import { testRanks } from '@/lib/domain/canary/rank-test'
import { bucketNear, type Sketch, sketchCount, sketchQuantile } from '@/lib/domain/sketch'

/** One of the two that are compared. errors: null when not known. durations: null when no log line tells them. */
export type CanarySide = { errors: Proportion | null; durations: Sketch | null }

export type CanaryVerdict = 'safe' | 'worse' | 'not enough data'

/**
 * What one test says. first, second: the figure on either side. p: how likely at least this difference is by chance. upper:
 * the difference is below it with 98.3 % confidence, to be held against margin. needed: about how many invocations of the
 * second would decide, where more would.
 */
export type CanaryTest = {
  kind: 'errors' | 'durations' | 'tail'
  verdict: CanaryVerdict
  first: number
  second: number
  firstCount: number
  secondCount: number
  p: number
  upper: number
  margin: number
  needed: number | null
}

export type CanaryJudgement = { verdict: CanaryVerdict; tests: CanaryTest[]; reason: string | null }

/** Three tests share 5 %: each is made at 1.67 % (Bonferroni), one-sided. */
const ALPHA = 0.05 / 3
const Z = 2.12804523
const LEAST_INVOCATIONS = 100
/** Worse by less than this is no reason to go back, however sure it is. */
const LEAST_ERRORS = 0.001
const LEAST_LONGER = 0.53
const LEAST_TAIL = 0.01
/** Safe when the difference is surely below these. */
const ERROR_MARGIN = 0.01
const LONGER_MARGIN = 0.06
const TAIL_MARGIN = 0.025
const TAIL = 0.95

/**
 * Whether the second is worse than the first: by its share of errors, by its Durations as a whole, and by how many of them
 * are beyond the first's p95. Worse if one test says so, safe if all do (the difference is not only unproven but surely
 * small), otherwise not enough data; never a verdict on fewer than 100 invocations of either.
 */
export function judgeCanary(first: CanarySide, second: CanarySide): CanaryJudgement {
  const counts = [first, second].map((side) => side.errors?.count ?? (side.durations ? sketchCount(side.durations) : 0))
  const least = Math.min(...counts)
  if (least < LEAST_INVOCATIONS) {
    const which = (counts[0] ?? 0) <= (counts[1] ?? 0) ? 'first' : 'second'
    const { errors, durations } = which === 'first' ? first : second
    if (errors === null && durations === null) {
      return { verdict: 'not enough data', tests: [], reason: `What the ${which} did in this window is not known.` }
    }
    const reason = `The ${which} has ${least} invocations; a verdict needs ${LEAST_INVOCATIONS} of each.`
    return { verdict: 'not enough data', tests: [], reason }
  }
  const tests = [testErrors(first, second), ...testDurations(first, second)].filter((test) => test !== null)
  if (tests.some(({ verdict }) => verdict === 'worse')) return { verdict: 'worse', tests, reason: null }
  const missing = tests.length === 3 ? null : missingReason(first, second)
  const isSafe = missing === null && tests.every(({ verdict }) => verdict === 'safe')
  return { verdict: isSafe ? 'safe' : 'not enough data', tests, reason: missing }
}

function missingReason(first: CanarySide, second: CanarySide): string {
  if (first.errors === null || second.errors === null) return 'The errors of one of them are not known.'
  return 'No log lines tell the Durations of one of them.'
}

function testErrors({ errors: a }: CanarySide, { errors: b }: CanarySide): CanaryTest | null {
  return a === null || b === null ? null : testShares('errors', a, b, { least: LEAST_ERRORS, margin: ERROR_MARGIN })
}

function testDurations({ durations: a }: CanarySide, { durations: b }: CanarySide): CanaryTest[] {
  if (a === null || b === null) return []
  const ranks = testRanks(a, b, Z)
  const bound = sketchQuantile(a, TAIL)
  if (ranks === null || bound === null || sketchCount(a) < LEAST_INVOCATIONS || sketchCount(b) < LEAST_INVOCATIONS)
    return []
  const { longer, pLonger: p, upper } = ranks
  const isWorse = p < ALPHA && longer >= LEAST_LONGER
  const durations: CanaryTest = {
    kind: 'durations',
    verdict: isWorse ? 'worse' : upper < 0.5 + LONGER_MARGIN || p < ALPHA ? 'safe' : 'not enough data',
    ...{ first: 0.5, second: longer, firstCount: sketchCount(a), secondCount: sketchCount(b) },
    ...{ p, upper: upper - 0.5, margin: LONGER_MARGIN, needed: null },
  }
  const tail = testShares('tail', beyond(a, bound), beyond(b, bound), { least: LEAST_TAIL, margin: TAIL_MARGIN })
  return [durations, tail]
}

function testShares(
  kind: 'errors' | 'tail',
  a: Proportion,
  b: Proportion,
  { least, margin }: { least: number; margin: number },
): CanaryTest {
  const { difference, pHigher: p, upper } = testProportions(a, b, Z)
  const isProven = p < ALPHA
  const verdict = isProven && difference >= least ? 'worse' : upper < margin || isProven ? 'safe' : 'not enough data'
  return {
    ...{ kind, verdict, first: a.hits / a.count, second: b.hits / b.count, firstCount: a.count, secondCount: b.count },
    ...{ p, upper, margin, needed: verdict === 'not enough data' ? needed(a, b, margin) : null },
  }
}

/** By the variance of the shares as they are, if the difference is what it seems; null where no number of them decides. */
function needed(a: Proportion, b: Proportion, margin: number): number | null {
  const [shareA, shareB] = [(a.hits + 1) / (a.count + 2), (b.hits + 1) / (b.count + 2)]
  const room = (margin - Math.max(0, b.hits / b.count - a.hits / a.count)) / Z
  const left = room * room - (shareA * (1 - shareA)) / a.count
  if (room <= 0 || left <= 0) return null
  return Math.max(b.count + 1, Math.ceil((shareB * (1 - shareB)) / left))
}

/** How many values lie in a higher bucket than the bound. */
function beyond(sketch: Sketch, bound: number): Proportion {
  // A quantile is told as the middle of its bucket, which is half a step below the bucket's end.
  const key = bound === 0 ? Number.NEGATIVE_INFINITY : bucketNear(bound * 1.01)
  let hits = 0
  for (const [bucket, count] of sketch.buckets) if (bucket > key) hits += count
  return { hits, count: sketchCount(sketch) }
}

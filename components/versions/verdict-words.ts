import type { CanaryTest, CompareResponse } from '@/lib/contracts/versions'
import { formatCount, formatPercent } from '@/lib/domain/format'

/** The rules, as they are read beside the verdict. */
export const RULES =
  'Three one-sided tests, each at α = 1.67 % (together 5 % for one look): the error rates by a pooled z-test, or Fisher’s exact test where little failed; the Durations by the Mann-Whitney test; and the share of calls beyond the first’s p95 by a z-test. Worse: one is significant and its difference is at least 0.1 percentage points of errors, 53 of 100 pairs slower, or 1 percentage point beyond the p95. Safe: all differences are, with 98.3 % confidence, below 1 percentage point of errors, 56 of 100 pairs, and 2.5 percentage points. No verdict on fewer than 100 invocations of either. While a live window moves on, the verdict is made anew, and by chance alone one of many looks says worse more often than that: decide on a window that was chosen before, or look again at the next one.'

/** What one test compared, found, and made of it. */
export function testWords(test: CanaryTest) {
  const { kind, first, second, p, upper, margin, firstCount, secondCount, needed } = test
  const counts = `n = ${formatCount(firstCount)} and ${formatCount(secondCount)}`
  const label = { errors: 'Error rate', durations: 'Duration as a whole', tail: 'Beyond the first’s p95' }[kind]
  const found =
    kind === 'durations'
      ? `the second is slower in ${percentOf(second)} of pairs`
      : `${formatPercent(first)} against ${formatPercent(second)}`
  const bound =
    kind === 'durations'
      ? `surely in at most ${percentOf(0.5 + upper)}; safe below ${percentOf(0.5 + margin)}`
      : `surely at most ${points(upper)} more; safe below ${points(margin)}`
  const more = needed === null ? null : `About ${formatCount(needed)} invocations of the second would decide.`
  return { label, found, bound, chance: pWords(p), counts, more }
}

/** The verdict in a sentence. */
export function verdictWords({ verdict, tests, reason, first, second }: CompareResponse): string {
  const name = (side: CompareResponse['first']) => side.qualifier ?? 'all traffic'
  if (verdict === 'worse') {
    const worse = tests.filter((test) => test.verdict === 'worse').map((test) => testWords(test).label.toLowerCase())
    return `${name(second)} is worse than ${name(first)}: ${worse.join(', ')}.`
  }
  if (verdict === 'safe') return `${name(second)} is no worse than ${name(first)}, within the margins below.`
  return reason ?? 'The differences are neither proven nor surely small.'
}

function percentOf(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}

function points(difference: number): string {
  return `${Number((difference * 100).toPrecision(2))} percentage points`
}

function pWords(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${Number(p.toPrecision(2))}`
}

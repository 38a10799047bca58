/** How often something happened: `hits` of `count`. */
export type Proportion = { hits: number; count: number }

/**
 * difference: second share minus first. pHigher: how likely at least this is by chance if the second is not higher
 * (one-sided). upper: the difference is not above it, with the confidence of the z given.
 */
export type ProportionTest = { difference: number; pHigher: number; upper: number }

/** Below this expected count the normal approximation is not used. */
const LEAST_EXPECTED = 5

/**
 * Compares two proportions: pooled z-test, or Fisher's exact test where an expected count is below five; the bound is
 * Newcombe's hybrid of Wilson's score intervals (Newcombe 1998, method 10). z: of the one-sided confidence of the bound.
 */
export function testProportions(first: Proportion, second: Proportion, z: number): ProportionTest {
  const [a, b] = [first.hits / first.count, second.hits / second.count]
  const [wa, wb] = [wilson(first, z), wilson(second, z)]
  const upper = b - a + Math.hypot(wb.upper - b, a - wa.lower)
  return { difference: b - a, pHigher: pHigher(first, second), upper }
}

/** Upper tail of the standard normal distribution, absolute error below 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  const t = 1 / (1 + 0.2316419 * z)
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}

/** Wilson's score interval of a share. */
export function wilson({ hits, count }: Proportion, z: number): { lower: number; upper: number } {
  const share = hits / count
  const middle = share + (z * z) / (2 * count)
  const half = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count))
  const scale = 1 + (z * z) / count
  return { lower: Math.max(0, (middle - half) / scale), upper: Math.min(1, (middle + half) / scale) }
}

function pHigher(first: Proportion, second: Proportion): number {
  const hits = first.hits + second.hits
  const count = first.count + second.count
  if (hits === 0 || hits === count) return 1
  const pooled = hits / count
  const least = Math.min(first.count, second.count) * Math.min(pooled, 1 - pooled)
  if (least < LEAST_EXPECTED) return fisherTail(first, second)
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / first.count + 1 / second.count))
  return normalTail((second.hits / second.count - first.hits / first.count) / deviation)
}

/** Probability of as many hits in the second, or more, with the margins of the table given. */
function fisherTail(first: Proportion, second: Proportion): number {
  const hits = first.hits + second.hits
  const base = logChoose(first.count + second.count, hits)
  let tail = 0
  for (let k = second.hits; k <= Math.min(hits, second.count); k += 1) {
    if (hits - k > first.count) continue
    const term = Math.exp(logChoose(second.count, k) + logChoose(first.count, hits - k) - base)
    tail += term
    if (term < 1e-15 && k > second.hits + 10) break
  }
  return Math.min(1, tail)
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

const SMALL = 32
const FACTORIALS = Array.from({ length: SMALL }, (_, n) => {
  let log = 0
  for (let factor = 2; factor <= n; factor += 1) log += Math.log(factor)
  return log
})

/** Stirling's series, which from 32 on is exact to the last digits. */
function logFactorial(n: number): number {
  const known = FACTORIALS[n]
  if (known !== undefined) return known
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3)
}

import { normalTail } from '@/lib/domain/canary/proportion-test'
import { type Sketch, sketchCount } from '@/lib/domain/sketch'

/**
 * longer: how likely a value of the second is above one of the first, ties counted half (0.5: no difference). pLonger: how
 * likely at least this is by chance if it is 0.5 (one-sided). upper: it is not above this, with the confidence of the z given.
 */
export type RankTest = { longer: number; pLonger: number; upper: number }

/**
 * The Mann-Whitney test on two sketches, of which no value has to be kept: values of one bucket (1 % apart at most) are
 * ties. The variance is that of the placements (DeLong 1988), so that it holds with ties and unequal spread. Null where
 * either has fewer than two values.
 */
export function testRanks(first: Sketch, second: Sketch, z: number): RankTest | null {
  const [a, b] = [sketchCount(first), sketchCount(second)]
  if (a < 2 || b < 2) return null
  const keys = [...new Set([...first.buckets.keys(), ...second.buckets.keys()])].sort((left, right) => left - right)
  const buckets = [
    { inFirst: first.zeros, inSecond: second.zeros },
    ...keys.map((key) => ({ inFirst: first.buckets.get(key) ?? 0, inSecond: second.buckets.get(key) ?? 0 })),
  ]
  const ofSecond = createMoments()
  const ofFirst = createMoments()
  let belowFirst = 0
  let belowSecond = 0
  for (const { inFirst, inSecond } of buckets) {
    ofSecond.add((belowFirst + inFirst / 2) / a, inSecond)
    ofFirst.add((belowSecond + inSecond / 2) / b, inFirst)
    belowFirst += inFirst
    belowSecond += inSecond
  }
  const longer = ofSecond.mean()
  const deviation = Math.sqrt(ofSecond.variance() / b + ofFirst.variance() / a)
  // All of one apart from all of the other: the placements do not vary, and the sizes alone bound the doubt.
  const error = deviation === 0 ? Math.sqrt((a + b + 1) / (12 * a * b)) : deviation
  const pLonger = longer === 0.5 ? 0.5 : normalTail((longer - 0.5) / error)
  return { longer, pLonger, upper: Math.min(1, longer + z * error) }
}

function createMoments() {
  let count = 0
  let sum = 0
  let squares = 0
  return {
    add(value: number, times: number) {
      count += times
      sum += value * times
      squares += value * value * times
    },
    mean: () => sum / count,
    variance: () => Math.max(0, (squares - (sum * sum) / count) / (count - 1)),
  }
}

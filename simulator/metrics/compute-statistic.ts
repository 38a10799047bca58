/** Raw values of one metric; `counts` says how often each value occurred (null: once each). */
export type Samples = { values: readonly number[]; counts: readonly number[] | null }

const percentilePattern = /^p(100|\d{1,2}(?:\.\d{1,10})?)$/

/** Whether CloudWatch's plain statistics or a percentile are meant; trimmed means and the like are not served. */
export function isStatistic(statistic: string): boolean {
  return (
    ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'].includes(statistic) || percentilePattern.test(statistic)
  )
}

function interpolate(position: number, at: (index: number) => number): number {
  const low = at(Math.floor(position))
  return low + (at(Math.ceil(position)) - low) * (position - Math.floor(position))
}

function plainPercentile(samples: readonly Samples[], rank: number): number {
  const sorted = samples.flatMap(({ values }) => values).sort((a, b) => a - b)
  return interpolate((sorted.length - 1) * rank, (index) => sorted[index] ?? 0)
}

function percentile(samples: readonly Samples[], rank: number): number {
  if (samples.every(({ counts }) => counts === null)) return plainPercentile(samples, rank)
  const pairs: [number, number][] = []
  for (const { values, counts } of samples) {
    for (const [i, value] of values.entries()) pairs.push([value, counts?.[i] ?? 1])
  }
  pairs.sort(([a], [b]) => a - b)
  const total = pairs.reduce((sum, [, count]) => sum + count, 0)
  return interpolate((total - 1) * rank, (index) => {
    let passed = 0
    for (const [value, count] of pairs) {
      passed += count
      if (index < passed) return value
    }
    return pairs.at(-1)?.[0] ?? 0
  })
}

/**
 * One statistic over the samples of a period. Percentiles interpolate between the two nearest ranks: CloudWatch
 * publishes no formula, and this one agrees with what it shows for small counts.
 */
export function computeStatistic(samples: readonly Samples[], statistic: string): number {
  const match = percentilePattern.exec(statistic)
  if (match) return percentile(samples, Number(match[1]) / 100)
  let count = 0
  let sum = 0
  let minimum = Number.POSITIVE_INFINITY
  let maximum = Number.NEGATIVE_INFINITY
  for (const { values, counts } of samples) {
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i] ?? 0
      const times = counts === null ? 1 : (counts[i] ?? 0)
      if (times === 0) continue
      count += times
      sum += value * times
      minimum = Math.min(minimum, value)
      maximum = Math.max(maximum, value)
    }
  }
  if (statistic === 'SampleCount') return count
  if (statistic === 'Sum') return sum
  if (statistic === 'Average') return sum / count
  return statistic === 'Minimum' ? minimum : maximum
}

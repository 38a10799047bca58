import { describe, expect, it } from 'vitest'
import { type FunctionLimits, prepareFunctionCharts } from '@/components/charts/prepare-function-charts'
import type { MetricSeries, MetricsResponse } from '@/lib/contracts/metrics'

const MINUTE = 60_000
const LIMITS: FunctionLimits = {
  ...{ timeoutS: 3, memoryMb: 256, areOfNow: false },
  ...{ reserved: null, provisioned: null, areHeldNow: false },
}

function series(
  metric: string,
  statistic: string,
  values: (number | null)[],
  source: MetricSeries['source'] = 'cloudwatch',
): MetricSeries {
  return { metric, statistic, unit: 'count', source, points: values.map((value, index) => [index * MINUTE, value]) }
}

function chart(id: string, all: MetricSeries[], limits = LIMITS) {
  const metrics: MetricsResponse = { fromMs: 0, toMs: 3 * MINUTE, periodMs: MINUTE, series: all }
  const gapReasons = { metrics: 'metrics reason', logs: 'logs reason' }
  const specs = prepareFunctionCharts(metrics, { subject: 'orders-api:live', limits, zone: 'UTC', gapReasons })
  const found = specs.find((spec) => spec.id === id)
  if (!found) throw new Error(`no chart ${id}`)
  return found
}

describe('prepareFunctionCharts', () => {
  it('says what and of what', () => {
    expect(chart('duration', []).title).toBe('Duration · orders-api:live')
  })

  it('says of a limit that it is that of now where it is not known what it was', () => {
    const labelsOf = (id: string, limits: FunctionLimits) => chart(id, [], limits).lines.map(({ label }) => label)
    const now = { ...LIMITS, reserved: 5, provisioned: 2, areOfNow: true, areHeldNow: true }
    expect([...labelsOf('duration', now), ...labelsOf('memory', now)]).toEqual([
      expect.stringMatching(/^Timeout now/),
      expect.stringMatching(/^Memory size now/),
    ])
    expect(labelsOf('concurrency', now)).toEqual([
      expect.stringMatching(/^Reserved now/),
      expect.stringMatching(/^Provisioned now/),
    ])
    expect(labelsOf('duration', LIMITS)).toEqual([expect.stringMatching(/^Timeout(?! now)/)])
  })

  it('tells a gap from nothing', () => {
    const spec = chart('invocations', [
      series('Invocations', 'Sum', [5, null, 0]),
      series('Errors', 'Sum', [1, null, 0]),
    ])
    expect(spec.gaps).toEqual([{ fromMs: MINUTE, toMs: 2 * MINUTE }])
    expect(spec.series[0]?.values).toEqual([5, null, 0])
    expect(spec.empty).toBeNull()
  })

  it('does not take a minute without invocations for a gap in their durations', () => {
    const logged = series('LoggedInvocations', 'Sum', [1, 0, null], 'logs')
    expect(chart('duration', [logged, series('Duration', 'p95', [40, null, null], 'logs')]).gaps).toEqual([
      { fromMs: 2 * MINUTE, toMs: 3 * MINUTE },
    ])
  })

  it('takes durations that CloudWatch tells for known, where no line tells them', () => {
    const spec = chart('duration', [
      series('LoggedInvocations', 'Sum', [null, null, null], 'logs'),
      series('Invocations', 'Sum', [4, 0, null]),
      series('Duration', 'p95', [40, null, null]),
    ])
    expect(spec.gaps).toEqual([{ fromMs: 2 * MINUTE, toMs: 3 * MINUTE }])
    expect(spec.gapReason).toBe('metrics reason')
  })

  it('says whether nothing happened or nothing is known', () => {
    expect(chart('throttles', [series('Throttles', 'Sum', [0, 0, 0])]).empty).toBe('nothing happened')
    const unknown = chart('throttles', [series('Throttles', 'Sum', [null, null, null])])
    expect(unknown).toMatchObject({ empty: 'not known', gapReason: 'metrics reason' })
  })

  it('draws a limit that is near and names one that is far above', () => {
    const near = chart('duration', [series('Duration', 'Maximum', [2900, 100, 100])])
    expect(near.lines).toEqual([{ label: 'Timeout 3 s', value: 3000, color: 'var(--fault)', above: false }])
    expect(near.yTicks.at(-1)?.at).toBeGreaterThanOrEqual(3000)
    expect(chart('duration', [series('Duration', 'Maximum', [90, 80, 70])]).lines[0]?.above).toBe(true)
  })

  it('prefers the source that says something', () => {
    const spec = chart('duration', [
      series('Duration', 'p95', [null, null, null], 'logs'),
      series('Duration', 'p95', [7, 8, 9], 'cloudwatch'),
    ])
    expect(spec.series.find(({ label }) => label === 'p95')?.values).toEqual([7, 8, 9])
  })
})

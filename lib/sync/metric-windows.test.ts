import { describe, expect, it } from 'vitest'
import type { AskedSeries } from '@/lib/sync/metric-series'
import { goodFor, planLiveMetrics, planMetricBackfill } from '@/lib/sync/metric-windows'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 20, 15, 30)
const PLAN = { targetFromMs: NOW - 40 * DAY, toMs: NOW - 2 * MINUTE }

function series(own: Partial<AskedSeries>): AskedSeries {
  return {
    ...{ id: 1, functionId: 1, functionName: 'a', asWhole: false, qualifier: '', executedVersion: '', subject: '' },
    ...{ metric: 'Invocations', statistic: 'Sum', covered: [], readAtMs: null, lastPointAtMs: null },
    ...own,
  }
}

describe('planLiveMetrics', () => {
  it('reads those together that were read up to the same moment, each from before that moment on', () => {
    const groups = planLiveMetrics(
      [series({ id: 1 }), series({ id: 2, readAtMs: NOW - 7 * MINUTE }), series({ id: 3, readAtMs: NOW - 7 * MINUTE })],
      PLAN,
      20 * MINUTE,
    )
    expect(groups.map(({ window, series: group }) => [group.map(({ id }) => id), NOW - window.fromMs])).toEqual([
      [[1], 3 * HOUR + 2 * MINUTE],
      [[2, 3], 27 * MINUTE],
    ])
  })
})

describe('planMetricBackfill', () => {
  const covered = (fromMs: number, toMs = PLAN.toMs) => series({ covered: [{ fromMs, toMs }], readAtMs: PLAN.toMs })

  it.each([
    ['of the last 15 days in minutes', 2 * DAY, 60, 3 * DAY, 2 * DAY],
    ['beyond them in five minutes and whole hours', 20 * DAY, 300, 21 * DAY + 30 * MINUTE, 20 * DAY - 30 * MINUTE],
    ['up to where minutes are kept, never across', 14.5 * DAY, 60, 15 * DAY - 90 * MINUTE, 14.5 * DAY],
  ])('asks for points %s', (_name, readBack, periodS, fromBack, toBack) => {
    const found = planMetricBackfill([covered(NOW - readBack)], PLAN, NOW)
    expect([found?.periodS, NOW - (found?.window.fromMs ?? 0), NOW - (found?.window.toMs ?? 0)]).toEqual([
      periodS,
      fromBack,
      toBack,
    ])
  })

  it('lacks nothing of an idle series beyond its newest read', () => {
    const idle = series({ covered: [{ fromMs: PLAN.targetFromMs, toMs: NOW - 5 * HOUR }], readAtMs: NOW - 5 * HOUR })
    expect(planMetricBackfill([idle], PLAN, NOW)).toBeNull()
  })
})

it.each([
  ['never read', null, null, true, 0],
  ['not answered', 0, null, true, 0],
  ['with points up to now', 0, 5 * MINUTE, true, 0],
  ['quiet since half an hour', 0, 30 * MINUTE, true, 15 * MINUTE],
  ['quiet, but no line would tell', 0, 30 * MINUTE, false, 0],
  ['idle since hours', 0, 5 * HOUR, true, 6 * HOUR],
  ['without any point', 0, null, true, 6 * HOUR],
])('asks again for what is %s', (name, readAgo, pointAgo, isTold, expected) => {
  const readAtMs = readAgo === null ? null : name === 'not answered' ? 0 : NOW - readAgo
  const lastPointAtMs = pointAgo === null ? null : NOW - pointAgo
  const found = goodFor({ readAtMs, lastPointAtMs }, { activeFromMs: NOW - 4 * HOUR, idleEveryMs: 6 * HOUR, isTold })
  expect(found).toBe(expected)
})

import { expect, it } from 'vitest'
import type { MetricResult } from '@/lib/sync/aws/get-metric-data'
import type { AskedSeries } from '@/lib/sync/metric-series'
import { findRareCounts, zerosOf } from '@/lib/sync/steps/known-zeros'

function series(id: number, qualifier: string, metric: string, executedVersion = ''): AskedSeries {
  return {
    ...{ id, functionId: 1, functionName: 'a', asWhole: false, qualifier, executedVersion, subject: '', metric },
    ...{ statistic: 'Sum', covered: [], readAtMs: null, lastPointAtMs: null },
  }
}

const WHOLE = [series(1, '', 'Invocations'), series(2, '', 'Errors'), series(3, '', 'Throttles')]
const LIVE = [series(4, 'live', 'Invocations'), series(5, 'live', 'Errors'), series(6, 'live', 'Throttles')]

it('finds the errors and throttles of a way to call a function beside its calls and those of the whole', () => {
  const found = findRareCounts([...WHOLE, ...LIVE])
  expect(found.map(({ series: { id }, wholeId, invocationsId }) => [id, wholeId, invocationsId])).toEqual([
    [5, 2, 4],
    [6, 3, 4],
  ])
})

it.each([
  ['without the whole', LIVE],
  ['without the calls of the set', [...WHOLE, ...LIVE.slice(1)]],
  ['with the calls of another set only', [...WHOLE, series(7, 'live', 'Invocations', '3'), ...LIVE.slice(1)]],
])('finds none %s', (_name, some) => expect(findRareCounts(some)).toEqual([]))

const result = (id: number, points: [number, number][], complete = true): MetricResult => ({ id, points, complete })
const [errors] = findRareCounts([...WHOLE, ...LIVE])
const calls: [number, number][] = [
  [60_000, 3],
  [180_000, 1],
]

it.each<[string, MetricResult[], MetricResult | null]>([
  [
    'zeros where the whole has none',
    [result(2, [[60_000, 0]]), result(4, calls)],
    result(5, [
      [60_000, 0],
      [180_000, 0],
    ]),
  ],
  ['nothing where neither has a point', [result(2, []), result(4, [])], result(5, [])],
  ['unknown where the whole has one', [result(2, [[60_000, 1]]), result(4, calls)], null],
  ['unknown where the whole was not answered', [result(4, calls)], null],
  ['unknown where the whole was answered in part', [result(2, [], false), result(4, calls)], null],
  ['unknown where the calls were answered in part', [result(2, []), result(4, calls, false)], null],
])('are %s', (_name, results, expected) => {
  if (errors === undefined) throw new Error('there is a rare count')
  expect(zerosOf(errors, new Map(results.map((one) => [one.id, one])))).toEqual(expected)
})

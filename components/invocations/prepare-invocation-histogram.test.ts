import { expect, it } from 'vitest'
import { describeTotal, prepareInvocationHistogram } from '@/components/invocations/prepare-invocation-histogram'

it('stacks results by their share of the highest bar, keeps what is rare visible, and what is not known apart', () => {
  const { bars, series } = prepareInvocationHistogram({
    ...{ fromMs: 0, toMs: 240_000, periodMs: 60_000, reason: null, isWhole: false, refusal: null },
    ...{ total: 101, lookedAt: null },
    facets: [],
    histogram: [
      { atMs: 0, counts: { success: 60, error: 30, 'init-error': 10 } },
      { atMs: 60_000, counts: { timeout: 1 } },
      { atMs: 120_000, counts: {} },
      { atMs: 180_000, counts: null },
    ],
  })
  expect(bars.map(({ parts }) => parts.map(({ label, from, to }) => [label, from, to]))).toEqual([
    [
      ['Error', 0, 0.4],
      ['Success', 0.4, 1],
    ],
    [['Timeout', 0, 0.03]],
    [],
    [],
  ])
  expect(bars.map(({ isKnown }) => isKnown)).toEqual([true, true, true, false])
  expect(bars.map(({ sums }) => sums[0])).toEqual([40, 0, 0, null])
  expect(bars[0]?.title('UTC')).toContain('40 error, 60 success')
  expect(bars[2]?.title('UTC')).toContain('no invocation')
  expect(bars[3]?.title('UTC')).toContain('not known')
  expect(series.map(({ label }) => label)).toEqual(['Error', 'Timeout', 'Success'])
})

it('says why it counts no further: because lines are not read yet, or because AWS refuses to have them read', () => {
  const none = { fromMs: 0, toMs: 1, periodMs: 1, reason: null, lookedAt: null, facets: [], histogram: [] }
  const words = (more: object) => describeTotal({ ...none, total: 1, isWhole: false, refusal: null, ...more })
  expect(words({ isWhole: true })).toBe('1 invocation')
  expect(words({})).toContain('not read yet')
  const refusal = { operation: 'FilterLogEvents', iamAction: 'logs:FilterLogEvents', places: [] }
  expect(words({ refusal })).toBe(
    '1 invocation in what is read. AWS refuses FilterLogEvents. Allow logs:FilterLogEvents to the role that Lambdascope uses.',
  )
})

import { expect, it } from 'vitest'
import { prepareLogHistogram } from '@/components/logs/prepare-log-histogram'

const NONE = { none: 0, trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0 }

it('stacks levels by their share of the highest bar, the worst first, and keeps what is small visible', () => {
  const { bars, total, isSampled, levels } = prepareLogHistogram({
    periodMs: 60_000,
    known: [{ fromMs: 30_000, toMs: 90_000 }],
    sampledShare: 0.5,
    buckets: [
      { atMs: 0, counts: { ...NONE, info: 60, error: 40 } },
      { atMs: 60_000, counts: { ...NONE, fatal: 1 } },
      { atMs: 120_000, counts: NONE },
    ],
  })
  expect([total, isSampled, levels.fatal]).toEqual([101, true, 1])
  expect(bars.map(({ parts }) => parts.map(({ from, to }) => [from, to]))).toEqual([
    [
      [0, 0.4],
      [0.4, 1],
    ],
    [[0, 0.03]],
    [],
  ])
  expect(bars[0]?.title('UTC')).toContain('40 error, 60 info')
  expect(bars.map(({ isKnown }) => isKnown)).toEqual([true, true, false])
  expect(bars[2]?.title('UTC')).toContain('not read')
})

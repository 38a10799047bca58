import { expect, it } from 'vitest'
import { paintStretches } from '@/components/traces/paint-stretches'

const WHOLE = { from: 0, to: 1 }

it('draws each stretch at its share of the time that is shown', () => {
  expect(paintStretches([[100, 250]], 1000, WHOLE)).toBe(
    'linear-gradient(to right, transparent 10%, var(--text) 10% 25%, transparent 25%)',
  )
  expect(paintStretches([[100, 250]], 1000, { from: 0.1, to: 0.3 })).toContain('var(--text) 0% 75%')
})

it('draws stretches that nobody could tell apart as one, and none that lie elsewhere', () => {
  expect(
    paintStretches(
      [
        [0, 5_000],
        [5_001, 9_000],
      ],
      10_000,
      WHOLE,
    ),
  ).toContain('var(--text) 0% 90%')
  expect(paintStretches([[0, 50]], 1000, { from: 0.5, to: 1 })).toBeNull()
  expect(paintStretches([], 1000, WHOLE)).toBeNull()
})

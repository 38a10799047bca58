import { expect, it } from 'vitest'
import { addRollups, higher, noRollups, type Rollup } from '@/lib/domain/add-rollups'
import { addToSketch, createSketch, encodeSketch, sketchCount } from '@/lib/domain/sketch'

function rollup(result: string, invocations: number, more: Partial<Rollup> = {}): Rollup {
  const durations = createSketch()
  addToSketch(durations, 100, invocations)
  return {
    version: '7',
    result,
    invocations,
    coldStarts: 1,
    billedMs: 10,
    gbMs: 2,
    durationMaxMs: 100,
    initMaxMs: null,
    maxMemoryUsedMb: 64,
    durationSketch: encodeSketch(durations),
    ...more,
  }
}

it('adds rollups up; every failed result is an error', () => {
  const totals = addRollups([
    rollup('success', 100, { durationMaxMs: 900, initMaxMs: 300 }),
    rollup('error', 5, { maxMemoryUsedMb: 128 }),
    rollup('timeout', 4, { durationMaxMs: null }),
    rollup('out-of-memory', 3),
    rollup('init-error', 2),
    rollup('unknown', 1),
  ])
  expect(totals).toMatchObject({
    invocations: 115,
    errors: 14,
    timeouts: 4,
    outOfMemory: 3,
    initErrors: 2,
    coldStarts: 6,
    billedMs: 60,
    gbMs: 12,
    durationMaxMs: 900,
    initMaxMs: 300,
    maxMemoryUsedMb: 128,
  })
  expect(sketchCount(totals.durations)).toBe(115)
})

it('knows no highest value of nothing', () => {
  expect(addRollups([])).toEqual(noRollups())
  expect(noRollups()).toMatchObject({ invocations: 0, durationMaxMs: null })
  expect([higher(null, null), higher(1, null), higher(null, 0), higher(1, 2)]).toEqual([null, 1, 0, 2])
})

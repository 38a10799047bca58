import { describe, expect, it } from 'vitest'
import { addRollups, higher, type Rollup } from '@/lib/domain/add-rollups'
import { addToSketch, createSketch, encodeSketch, sketchQuantile } from '@/lib/domain/sketch'

function rollup(result: string, durations: number[], extra: Partial<Rollup> = {}): Rollup {
  const sketch = createSketch()
  for (const duration of durations) addToSketch(sketch, duration)
  return {
    version: '1',
    result,
    invocations: durations.length,
    coldStarts: 0,
    billedMs: 10,
    gbMs: 5,
    durationMaxMs: Math.max(...durations),
    initMaxMs: null,
    maxMemoryUsedMb: null,
    durationSketch: encodeSketch(sketch),
    ...extra,
  }
}

describe('addRollups', () => {
  it('counts every failure as an error and each kind by itself', () => {
    const results = ['success', 'error', 'timeout', 'out-of-memory', 'init-error', 'unknown']
    expect(addRollups(results.map((result) => rollup(result, [1])))).toMatchObject({
      invocations: 6,
      errors: 4,
      timeouts: 1,
      outOfMemory: 1,
      initErrors: 1,
      billedMs: 60,
      gbMs: 30,
    })
  })

  it('merges durations and keeps the highest, null only when none is known', () => {
    const totals = addRollups([rollup('success', [10, 10, 10]), rollup('timeout', [900], { initMaxMs: 4 })])
    expect(totals.durationMaxMs).toBe(900)
    expect(totals.initMaxMs).toBe(4)
    expect(totals.maxMemoryUsedMb).toBeNull()
    expect(sketchQuantile(totals.durations, 0.5)).toBeCloseTo(10, 0)
    expect(higher(null, null)).toBeNull()
  })
})

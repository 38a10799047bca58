import { expect, it } from 'vitest'
import { durationQuantiles } from '@/lib/domain/duration-quantiles'
import { addToSketch, createSketch, sketchQuantiles } from '@/lib/domain/sketch'

it('never says that something took longer than the longest', () => {
  // Of the values between 200 and 300 some lie below the middle of their bucket: the bare sketch overstates those.
  let overstated = 0
  for (let ms = 200; ms < 300; ms += 1) {
    const durations = createSketch()
    addToSketch(durations, ms)
    if ((sketchQuantiles(durations, [0.5])[0] ?? 0) > ms) overstated += 1
    expect(durationQuantiles({ durations, durationMaxMs: ms }, [0.5, 0.99]).every((value) => (value ?? 0) <= ms)).toBe(
      true,
    )
  }
  expect(overstated).toBeGreaterThan(0)
})

it('knows nothing of no durations, and does not need the longest', () => {
  expect(durationQuantiles({ durations: createSketch(), durationMaxMs: null }, [0.5])).toEqual([null])
})

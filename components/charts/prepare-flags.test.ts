import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prepareFlags } from '@/components/charts/prepare-flags'

it('events that would overlap share a flag, and each stands once', () => {
  const events = [
    { atMs: 5_000, label: 'Code' },
    { atMs: 1_000, label: 'Alias live' },
    { atMs: 1_050, label: 'Memory size' },
  ]
  expect(prepareFlags(events, 0, 10_000)).toEqual([
    { atMs: 1_000, untilMs: 1_051, label: 'Alias live, Memory size' },
    { atMs: 5_000, untilMs: 5_001, label: 'Code' },
  ])
})

it('many events under one flag are counted, not listed', () => {
  const events = ['a', 'b', 'c', 'd', 'e', 'a'].map((label) => ({ atMs: 10, label }))
  expect(prepareFlags(events, 0, 100)).toEqual([{ atMs: 10, untilMs: 11, label: 'a, b, c and 2 more' }])
})

it('flags are apart, in order, and hold every event of the window', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 1_050 }), { maxLength: 60 }), (moments) => {
      const flags = prepareFlags(
        moments.map((atMs) => ({ atMs, label: 'x' })),
        0,
        1_000,
      )
      for (const [index, { atMs }] of flags.entries()) {
        const before = flags[index - 1]
        if (before) expect(atMs - before.atMs).toBeGreaterThan(12)
      }
      for (const atMs of moments.filter((at) => at >= 0 && at < 1_000)) {
        expect(flags.filter((flag) => atMs >= flag.atMs && atMs < flag.untilMs)).toHaveLength(1)
      }
    }),
  )
})

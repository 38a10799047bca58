import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type FlagEvent, prepareFlags } from '@/components/charts/prepare-flags'

const event = (atMs: number, ...labels: string[]): FlagEvent => ({ atMs, lastMs: atMs, changes: labels.length, labels })

it('events that would overlap share a flag, and each stands once', () => {
  const events = [event(5_000, 'Code'), event(1_000, 'Alias live'), event(1_050, 'Memory size')]
  expect(prepareFlags(events, 0, 10_000)).toEqual([
    { atMs: 1_000, untilMs: 1_051, label: 'Alias live, Memory size' },
    { atMs: 5_000, untilMs: 5_001, label: 'Code' },
  ])
})

it('many events under one flag are counted, not listed', () => {
  const events = [event(10, 'a', 'b', 'a'), { atMs: 10, lastMs: 12, changes: 7, labels: ['c', 'd', 'e'] }]
  expect(prepareFlags(events, 0, 1_000)).toEqual([{ atMs: 10, untilMs: 13, label: 'a, b, c and 6 more' }])
})

it('flags are apart, in order, and hold every event of the window', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 1_050 }), { maxLength: 60 }), (moments) => {
      const flags = prepareFlags(
        moments.map((atMs) => event(atMs, 'x')),
        0,
        1_000,
      )
      for (const [index, { atMs }] of flags.entries()) {
        const before = flags[index - 1]
        if (before) expect(atMs - before.atMs).toBeGreaterThan(80)
      }
      for (const atMs of moments.filter((at) => at >= 0 && at < 1_000)) {
        expect(flags.filter((flag) => atMs >= flag.atMs && atMs < flag.untilMs)).toHaveLength(1)
      }
    }),
  )
})

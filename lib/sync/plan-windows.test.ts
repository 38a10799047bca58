import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceLive, HOUR_MS, MINUTE_MS, planBackfill, planLive } from '@/lib/sync/plan-windows'
import { addRange, type TimeRange } from '@/lib/sync/time-ranges'

const NOW_MS = 1_000 * HOUR_MS
const BOUNDS = { overlapMs: 10 * MINUTE_MS, firstMs: 15 * MINUTE_MS, longestMs: HOUR_MS }

describe('planLive', () => {
  it('takes the newest quarter of an hour first', () => {
    const plan = planLive({ liveAtMs: null, nowMs: NOW_MS, targetFromMs: 0, ...BOUNDS })
    expect(plan).toEqual({ window: { fromMs: NOW_MS - 15 * MINUTE_MS, toMs: NOW_MS }, forget: null })
  })

  it('reads again what was unsettled at the last read', () => {
    const plan = planLive({ liveAtMs: NOW_MS - 30_000, nowMs: NOW_MS, targetFromMs: 0, ...BOUNDS })
    expect(plan.window.fromMs).toBe(NOW_MS - 30_000 - 10 * MINUTE_MS)
    expect(plan.forget).toBeNull()
  })

  it('takes the newest hour after a long pause, and forgets what was unsettled before it', () => {
    const liveAtMs = NOW_MS - 12 * HOUR_MS
    const { window, forget } = planLive({ liveAtMs, nowMs: NOW_MS, targetFromMs: 0, ...BOUNDS })
    expect(window).toEqual({ fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS })
    expect(forget).toEqual({ fromMs: liveAtMs - 10 * MINUTE_MS, toMs: NOW_MS - HOUR_MS })
  })
})

describe('advanceLive', () => {
  it('comes to the end however often the read is cut short within what it reads again', () => {
    let liveAtMs = NOW_MS - 2 * MINUTE_MS
    for (let runs = 1; liveAtMs < NOW_MS; runs += 1) {
      const { window } = planLive({ liveAtMs, nowMs: NOW_MS, targetFromMs: 0, ...BOUNDS })
      const readMs = (runs % 2 === 0 ? 3 : 11) * MINUTE_MS
      const reachedMs = advanceLive(liveAtMs, Math.min(NOW_MS, window.fromMs + readMs), NOW_MS)
      expect(reachedMs).toBeGreaterThanOrEqual(liveAtMs)
      liveAtMs = reachedMs
      expect(runs).toBeLessThan(10)
    }
  })

  it('does not stay in a future that a wrong clock told of', () => {
    expect(advanceLive(NOW_MS + HOUR_MS, NOW_MS, NOW_MS)).toBe(NOW_MS)
    expect(advanceLive(null, NOW_MS - MINUTE_MS, NOW_MS)).toBe(NOW_MS - MINUTE_MS)
  })
})

describe('planBackfill', () => {
  it('goes backwards from what is covered, a slice at a time, the last three hours before what is older', () => {
    const covered = [{ fromMs: NOW_MS - 15 * MINUTE_MS, toMs: NOW_MS }]
    const plan = (sliceMs: number) =>
      planBackfill({ covered, targetFromMs: NOW_MS - 24 * HOUR_MS, nowMs: NOW_MS, sliceMs })
    expect(plan(HOUR_MS)).toEqual({ fromMs: NOW_MS - 75 * MINUTE_MS, toMs: NOW_MS - 15 * MINUTE_MS })
    expect(plan(6 * HOUR_MS)).toEqual({ fromMs: NOW_MS - 3 * HOUR_MS, toMs: NOW_MS - 15 * MINUTE_MS })
  })

  it('ends, and covers everything between target and now', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 48 }),
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2880 }), fc.integer({ min: 1, max: 400 })), { maxLength: 4 }),
        (hours, sliceMinutes, pieces) => {
          const targetFromMs = NOW_MS - hours * HOUR_MS
          let covered = pieces.reduce<TimeRange[]>((ranges, [agoMinutes, minutes]) => {
            const toMs = NOW_MS - agoMinutes * MINUTE_MS
            return addRange(ranges, { fromMs: toMs - minutes * MINUTE_MS, toMs })
          }, [])
          for (let reads = 0; reads < 3_000; reads += 1) {
            const plan = planBackfill({ covered, targetFromMs, nowMs: NOW_MS, sliceMs: sliceMinutes * MINUTE_MS })
            if (plan === null) break
            expect(plan.toMs).toBeGreaterThan(plan.fromMs)
            expect(plan.fromMs).toBeGreaterThanOrEqual(targetFromMs)
            covered = addRange(covered, plan)
          }
          const whole = { fromMs: targetFromMs, toMs: NOW_MS }
          expect(covered.some(({ fromMs, toMs }) => fromMs <= whole.fromMs && toMs >= whole.toMs)).toBe(true)
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LATE_LINES, lateAfter, lateUnlessQuiet, overlapOf } from '@/lib/sync/plan-overlap'
import { advanceRepair, beginRepair, planRepair, type Repair } from '@/lib/sync/plan-repair'

const MINUTE = 60_000

/** What is read in a run of a group with so many pages a minute: the live read, then a slice of the late ones. */
function runOnce(late: Repair | null, { liveAtMs, nowMs, pages }: { liveAtMs: number; nowMs: number; pages: number }) {
  const window = { fromMs: liveAtMs - overlapOf(late), toMs: nowMs }
  const pagesOf = ({ fromMs, toMs }: typeof window) => Math.ceil(((toMs - fromMs) / MINUTE) * pages)
  const begun = lateAfter(late, pagesOf(window), nowMs)
  if (begun === null) return { late: null, windows: [window] }
  const plan = planRepair(begun, { nowMs, firstMs: Number.NEGATIVE_INFINITY }, LATE_LINES)
  if (plan.window === null) return { late: lateUnlessQuiet(plan.repair, nowMs), windows: [window] }
  const repair = advanceRepair(plan.repair, plan.window, pagesOf(plan.window), LATE_LINES)
  return { late: lateUnlessQuiet(repair, nowMs), windows: [window, plan.window] }
}

describe('late lines', () => {
  it('are looked for ten minutes back by each read of a quiet group', () => {
    const once = runOnce(null, { liveAtMs: 0, nowMs: MINUTE, pages: 0.1 })
    expect(once).toEqual({ late: null, windows: [{ fromMs: -10 * MINUTE, toMs: MINUTE }] })
  })

  it('are looked for two minutes back by a busy one, from the first page that says so', () => {
    expect(overlapOf(lateAfter(null, 3, MINUTE))).toBe(10 * MINUTE)
    expect(overlapOf(lateAfter(null, 4, MINUTE))).toBe(2 * MINUTE)
  })

  it('are looked for ten minutes back again once a pass took few pages', () => {
    const busy = { ...beginRepair(0, LATE_LINES), pages: 400 }
    expect(runOnce(busy, { liveAtMs: 5 * MINUTE, nowMs: 6 * MINUTE, pages: 0.1 }).late).toBeNull()
    expect(runOnce(busy, { liveAtMs: 5 * MINUTE, nowMs: 6 * MINUTE, pages: 40 }).late).not.toBeNull()
  })

  it('are found when they come up to ten minutes late, whatever the group is like', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * MINUTE }),
        fc.integer({ min: 0, max: 10 * MINUTE }),
        fc.array(fc.constantFrom(0.1, 1, 40), { minLength: 1, maxLength: 8 }),
        (atMs, lateMs, paces) => {
          let [liveAtMs, late, runs] = [0, null as Repair | null, 0]
          let found = false
          for (let nowMs = 0; nowMs <= 100 * MINUTE; nowMs += 31_000) {
            const pages = paces[Math.floor(runs / 10) % paces.length] ?? 1
            const once = runOnce(late, { liveAtMs, nowMs, pages })
            const isIn = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => atMs >= fromMs && atMs < toMs
            if (atMs + lateMs <= nowMs && once.windows.some(isIn)) found = true
            ;[liveAtMs, late, runs] = [nowMs, once.late, runs + 1]
          }
          expect(found).toBe(true)
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeepRead, planOverlap } from '@/lib/sync/plan-overlap'

const MINUTE = 60_000

describe('planOverlap', () => {
  it('always looks back ten minutes where that costs little', () => {
    const quiet = { atMs: 0, pages: 3 }
    expect(planOverlap(null, MINUTE)).toEqual({ overlapMs: 10 * MINUTE, isDeep: true })
    expect(planOverlap(quiet, MINUTE)).toEqual({ overlapMs: 10 * MINUTE, isDeep: true })
  })

  it('looks back two minutes between the deep reads of a busy group', () => {
    const busy = { atMs: 0, pages: 40 }
    expect(planOverlap(busy, 4 * MINUTE)).toEqual({ overlapMs: 2 * MINUTE, isDeep: false })
    expect(planOverlap(busy, 5 * MINUTE)).toMatchObject({ isDeep: true })
  })

  it('finds every line that comes up to ten minutes late, whatever the group is like', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * MINUTE }),
        fc.integer({ min: 0, max: 10 * MINUTE }),
        fc.constantFrom(1, 40),
        (atMs, lateMs, pages) => {
          let liveAtMs = 0
          let deep: DeepRead | null = { atMs: 0, pages }
          let found = false
          for (let nowMs = 0; nowMs <= 90 * MINUTE; nowMs += 31_000) {
            const { overlapMs, isDeep } = planOverlap(deep, nowMs)
            if (atMs + lateMs <= nowMs && atMs >= liveAtMs - overlapMs && atMs < nowMs) found = true
            if (isDeep) deep = { atMs: nowMs, pages }
            liveAtMs = nowMs
          }
          expect(found).toBe(true)
        },
      ),
    )
  })
})

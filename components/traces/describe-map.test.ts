import { expect, it } from 'vitest'
import { describeMap } from '@/components/traces/describe-map'
import type { MapResponse } from '@/lib/contracts/map'

const FROM_MS = Date.UTC(2026, 10, 20, 12, 30)
const PAGE: MapResponse = {
  nodes: [],
  edges: [],
  countedFromMs: FROM_MS,
  countedToMs: FROM_MS + 3_600_000,
  cutBy: null,
  traces: 12,
  behind: 0,
  leftOut: 0,
  hidden: null,
  read: { of: 1, whole: 1, share: 1 },
}
const say = (more: Partial<MapResponse> = {}) => describeMap({ ...PAGE, ...more }, 'UTC')

it('says from when on traces are counted, where that is not all of the window', () => {
  expect(say()).toBe('12 traces, as recorded (sampled)')
  expect(say({ cutBy: 'kept' })).toBe(
    '12 traces, as recorded (sampled) · counted since 2026-11-20 12:30 UTC: what began before is not kept, or yet to be drawn',
  )
  expect(say({ cutBy: 'busy', traces: 5_000 })).toContain('the newest 5 k traces, since 2026-11-20 12:30 UTC')
})

it('says what is behind and what is left out', () => {
  expect(say({ behind: 2, leftOut: 7 })).toContain('in 10 min of this window · 7 rare services are left out')
})

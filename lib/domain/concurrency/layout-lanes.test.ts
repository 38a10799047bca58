import { expect, it } from 'vitest'
import { type LaneCall, layoutLanes } from '@/lib/domain/concurrency/layout-lanes'

const call = (environment: string, startMs: number, own: Partial<LaneCall> = {}): LaneCall => ({
  ...{ id: `${environment}-${startMs}`, environment, version: '7', startMs, endMs: startMs + 100, initMs: null },
  ...{ result: 'success', ...own },
})
const WINDOW = { fromMs: 0, toMs: 1_000 }

it('gives each environment a lane, the one that began first at the top', () => {
  const lanes = layoutLanes([call('b', 500), call('a', 100), call('b', 200), call('a', 300)], WINDOW)
  expect(lanes.map(({ environment, bars }) => [environment, bars.map(({ startMs }) => startMs)])).toEqual([
    ['a', [100, 300]],
    ['b', [200, 500]],
  ])
  expect(lanes[0]?.busy).toBeCloseTo(0.2)
})

it('puts the init before the start, and cuts what reaches over an edge', () => {
  const [lane] = layoutLanes([call('a', 300, { initMs: 200 }), call('a', 950)], WINDOW)
  expect(lane?.bars[0]).toMatchObject({ x: 0.3, initX: 0.1 })
  expect(lane?.bars[0]?.initWidth).toBeCloseTo(0.2)
  expect(lane?.bars[1]?.width).toBeCloseTo(0.05)
  expect(layoutLanes([call('a', 50, { initMs: 200 })], WINDOW)[0]?.bars[0]).toMatchObject({ initX: 0, x: 0.05 })
})

it('does not make up the end of one that has not ended', () => {
  expect(layoutLanes([call('a', 300, { endMs: null })], WINDOW)[0]?.bars[0]).toMatchObject({ x: 0.3, width: 0 })
})

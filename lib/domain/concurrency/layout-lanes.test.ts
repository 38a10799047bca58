import { expect, it } from 'vitest'
import { type LaneCall, layoutLanes } from '@/lib/domain/concurrency/layout-lanes'

const call = (startMs: number, own: Partial<LaneCall> = {}): LaneCall => ({
  ...{ id: String(startMs), version: '7', startMs, endMs: startMs + 100, initMs: null, result: 'success', ...own },
})
const WINDOW = { fromMs: 0, toMs: 1_000 }
const layoutOne = (calls: LaneCall[]) => layoutLanes([{ name: 'a', calls }], WINDOW)

it('gives each environment a lane, the one that began first at the top', () => {
  const lanes = layoutLanes(
    [
      { name: 'b', calls: [call(500), call(200)] },
      { name: 'a', calls: [call(300), call(100)] },
    ],
    WINDOW,
  )
  expect(lanes.map(({ environment, bars }) => [environment, bars.map(({ startMs }) => startMs)])).toEqual([
    ['a', [100, 300]],
    ['b', [200, 500]],
  ])
  expect(lanes[0]?.busy).toBeCloseTo(0.2)
})

it('is busy for no longer than it is there, however many run at once', () => {
  const several = [call(100, { endMs: 900 }), call(150, { endMs: 950, initMs: 20 }), call(120, { endMs: 200 })]
  expect(layoutOne(several)[0]?.busy).toBeCloseTo(0.85)
})

it('puts the init before the start, and cuts what reaches over an edge', () => {
  const [lane] = layoutOne([call(300, { initMs: 200 }), call(950)])
  expect(lane?.bars[0]).toMatchObject({ x: 0.3, initX: 0.1 })
  expect(lane?.bars[0]?.initWidth).toBeCloseTo(0.2)
  expect(lane?.bars[1]?.width).toBeCloseTo(0.05)
  expect(layoutOne([call(50, { initMs: 200 })])[0]?.bars[0]).toMatchObject({ initX: 0, x: 0.05 })
})

it('does not make up the end of one that has not ended', () => {
  expect(layoutOne([call(300, { endMs: null })])[0]?.bars[0]).toMatchObject({ x: 0.3, width: 0 })
})

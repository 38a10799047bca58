import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutWaterfall } from '@/lib/domain/traces/layout-waterfall'

const span = (id: string, parentId: string | null, startMs: number, endMs: number | null) => ({
  id,
  parentId,
  startMs,
  endMs,
})

describe('layoutWaterfall', () => {
  it('hangs a span whose parent was never sampled from the root', () => {
    expect(layoutWaterfall([span('orphan', 'unsampled', 5, 9)], 0)[0]).toMatchObject({ depth: 0, left: 0, width: 1 })
  })

  it('puts parents before children and siblings by start', () => {
    const bars = layoutWaterfall(
      [
        span('late', 'root', 60, 100),
        span('early', 'root', 10, 50),
        span('leaf', 'late', 80, 90),
        span('root', null, 0, 100),
      ],
      0,
    )
    expect(bars).toEqual([
      { id: 'root', depth: 0, left: 0, width: 1, childCount: 2 },
      { id: 'early', depth: 1, left: 0.1, width: 0.4, childCount: 0 },
      { id: 'late', depth: 1, left: 0.6, width: 0.4, childCount: 1 },
      { id: 'leaf', depth: 2, left: 0.8, width: 0.1, childCount: 0 },
    ])
  })

  it('leaves out a loop of parents', () => {
    const bars = layoutWaterfall(
      [span('root', null, 0, 10), span('a', 'b', 0, 99), span('b', 'a', 0, 99), span('c', 'c', 0, 5)],
      0,
    )
    expect(bars).toEqual([{ id: 'root', depth: 0, left: 0, width: 1, childCount: 0 }])
  })

  it('gives a trace of no length the width 0', () => {
    expect(layoutWaterfall([span('a', null, 7, 7)], 0)).toMatchObject([{ left: 0, width: 0 }])
    expect(layoutWaterfall([], 0)).toEqual([])
  })

  it('ends a running span now, or at its start when the clock is behind', () => {
    expect(layoutWaterfall([span('a', null, 0, null), span('b', 'a', 0, 25)], 100)).toMatchObject([
      { width: 1 },
      { width: 0.25 },
    ])
    expect(layoutWaterfall([span('a', null, 50, null)], 10)).toMatchObject([{ left: 0, width: 0 }])
  })

  it('keeps a child that began before its parent where it was', () => {
    expect(layoutWaterfall([span('a', null, 10, 20), span('init', 'a', 0, 10)], 0)).toMatchObject([
      { id: 'a', left: 0.5, width: 0.5 },
      { id: 'init', left: 0, width: 0.5 },
    ])
  })

  it('keeps every bar within the trace', () => {
    const anySpan = fc.record({
      id: fc.uuid(),
      parentId: fc.constant(null),
      startMs: fc.integer({ min: 0, max: 1e6 }),
      endMs: fc.option(fc.integer({ min: 0, max: 1e6 })),
    })
    fc.assert(
      fc.property(fc.array(anySpan), fc.nat(2e6), (spans, nowMs) => {
        const bars = layoutWaterfall(spans, nowMs)
        expect(bars).toHaveLength(spans.length)
        for (const { left, width } of bars) {
          expect(left).toBeGreaterThanOrEqual(0)
          expect(width).toBeGreaterThanOrEqual(0)
          expect(left + width).toBeLessThanOrEqual(1 + 1e-9)
        }
      }),
    )
  })
})

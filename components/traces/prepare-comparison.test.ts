import { describe, expect, it } from 'vitest'
import {
  type ComparedPath,
  describeChange,
  formatDifference,
  listCompared,
} from '@/components/traces/prepare-comparison'

const side = (count: number, failed = 0) => ({ count, failed, totalMs: 1, selfMs: 1, spanId: 's' })
const path = (name: string, depth: number, more: Partial<ComparedPath> = {}): ComparedPath => ({
  ...{ service: 's', type: 't', name, operation: null, depth, change: 'same', a: side(1), b: side(1) },
  ...{ differenceMs: 0, movedFrom: null, movedTo: null },
  ...more,
})
const PATHS = [
  path('fn', 0),
  path('check', 1),
  path('db', 2, { change: 'moved', b: null, movedTo: 4 }),
  path('save', 1),
  path('db', 2, { change: 'moved', a: null, movedFrom: 2 }),
  path('quiet', 1),
  path('often', 1, { b: side(3) }),
  path('failing', 1, { b: side(1, 1) }),
]

describe('a comparison of traces', () => {
  it('shows all paths, or those that differ with what they stand under', () => {
    expect(listCompared(PATHS, false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(listCompared(PATHS, true)).toEqual([0, 1, 2, 3, 4, 6, 7])
    expect(listCompared([path('fn', 0)], true)).toEqual([])
  })

  it('says where what moved has gone to and come from', () => {
    expect(PATHS.map((one) => describeChange(one, PATHS))).toEqual([
      ...['same', 'same', 'moved to save', 'same', 'moved from check', 'same', 'same', 'same'],
    ])
  })

  it.each([
    [1500, '+1.5 s'],
    [-20, '−20 ms'],
    [0, 'none'],
    [null, '—'],
  ])('writes a difference of %j as %s', (ms, text) => {
    expect(formatDifference(ms)).toBe(text)
  })
})

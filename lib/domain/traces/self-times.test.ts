import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { selfTimes } from '@/lib/domain/traces/self-times'

const span = (id: string, parentId: string | null, startMs: number, endMs: number | null) => ({
  id,
  parentId,
  startMs,
  endMs,
})

describe('selfTimes', () => {
  it.each([
    ['a span alone is all its own', [span('a', null, 0, 10)], 10],
    ['children are taken off', [span('a', null, 0, 10), span('b', 'a', 1, 3), span('c', 'a', 5, 9)], 4],
    ['what overlaps is taken off once', [span('a', null, 0, 10), span('b', 'a', 1, 6), span('c', 'a', 4, 8)], 3],
    ['one within another counts once', [span('a', null, 0, 10), span('b', 'a', 1, 9), span('c', 'a', 3, 4)], 2],
    ['a child after the end takes nothing', [span('a', null, 0, 10), span('b', 'a', 12, 90)], 10],
    ['a child that began before takes only its part', [span('a', null, 10, 20), span('b', 'a', 0, 15)], 5],
    ['a running child covers what is left', [span('a', null, 0, 10), span('b', 'a', 4, null)], 4],
    ['a running span has none yet', [span('a', null, 0, null), span('b', 'a', 4, 5)], null],
    ['one that ends before it begins has none', [span('a', null, 10, 4)], 0],
  ])('%s', (_what, spans, expected) => {
    expect(selfTimes(spans).get('a')).toBe(expected)
  })

  it('of spans that lie within their parents add up to the root', () => {
    const cut = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(cut, (moments) => {
        const sorted = [...new Set(moments)].sort((a, b) => a - b)
        const children = sorted.slice(1).map((to, at) => span(`c${at}`, 'root', sorted[at] ?? 0, to))
        const total = [...selfTimes([span('root', null, 0, 1000), ...children]).values()]
        expect(total.reduce<number>((sum, ms) => sum + (ms ?? 0), 0)).toBe(1000)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { rangeKey, rangeParams, rangeWindow, readRange } from '@/lib/client/range-param'

const read = (query: string) => readRange(new URLSearchParams(query))

describe('readRange', () => {
  it.each([
    ['', { preset: '3h' }],
    ['range=24h', { preset: '24h' }],
    ['range=nonsense', { preset: '3h' }],
    ['from=1000&to=2000', { fromMs: 1000, toMs: 2000 }],
    ['from=2000&to=1000&range=1h', { preset: '1h' }],
    ['from=1.5&to=2000', { preset: '3h' }],
    ['range=120d', { preset: '92d' }],
    ['from=0&to=9000000000', { fromMs: 9_000_000_000 - 92 * 86_400_000, toMs: 9_000_000_000 }],
    ['from=1&to=8640000000000001', { preset: '3h' }],
  ])('reads %s', (query, range) => {
    expect(read(query)).toEqual(range)
  })

  it('reads back what it writes', () => {
    for (const range of [{ preset: '7d' }, { preset: '3h' }, { fromMs: 5, toMs: 9 }]) {
      const params = new URLSearchParams()
      for (const [name, value] of Object.entries(rangeParams(range))) if (value !== null) params.set(name, value)
      expect(readRange(params)).toEqual(range)
    }
  })
})

it('moves a relative window with the clock under one key', () => {
  const range = { preset: '1h' }
  expect(rangeWindow(range, 10_000_000)).toEqual({ from: 6_400_000, to: 10_000_000 })
  expect(rangeKey(range)).toBe('1h')
  expect(rangeWindow({ preset: '24h' }, 89_000_000)).toEqual({ from: 0, to: 89_000_000 })
  expect(rangeWindow({ fromMs: 1, toMs: 2 }, 99)).toEqual({ from: 1, to: 2 })
})

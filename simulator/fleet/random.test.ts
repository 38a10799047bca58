import { describe, expect, it } from 'vitest'
import { hashText, namedRandom, Random } from '@/simulator/fleet/random'

describe('Random', () => {
  it('repeats itself for the same seeds and differs in any one of them', () => {
    const first = (a: number, b: number, c: number, d: number) => new Random(a, b, c, d).hex(32)
    expect(first(1, 2, 3, 4)).toBe(first(1, 2, 3, 4))
    const others = [first(2, 2, 3, 4), first(1, 3, 3, 4), first(1, 2, 4, 4), first(1, 2, 3, 5)]
    expect(new Set([first(1, 2, 3, 4), ...others]).size).toBe(5)
  })

  it('spreads evenly, and log-normally around the median', () => {
    const random = namedRandom(1, 'spread')
    const draws = Array.from({ length: 20_000 }, () => random.next())
    expect(draws.reduce((sum, draw) => sum + draw, 0) / draws.length).toBeCloseTo(0.5, 1)
    const above = Array.from({ length: 20_000 }, () => random.logNormal(40, 0.5)).filter((draw) => draw > 40)
    expect(above.length / 20_000).toBeCloseTo(0.5, 1)
    expect(Array.from({ length: 1_000 }, () => random.int(1, 3)).every((draw) => [1, 2, 3].includes(draw))).toBe(true)
  })

  it('makes unique version 4 UUIDs and hexadecimal text of any length', () => {
    const random = namedRandom(1, 'ids')
    const ids = Array.from({ length: 5_000 }, () => random.uuid())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    )
    expect([1, 8, 10, 16, 24].map((digits) => random.hex(digits).length)).toEqual([1, 8, 10, 16, 24])
  })

  it('hashes names apart', () => {
    expect(new Set(Array.from({ length: 2_000 }, (_, index) => hashText(`fn-${index}`))).size).toBe(2_000)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CanarySide, judgeCanary } from '@/lib/domain/canary/judge-canary'
import { normalTail, testProportions, wilson } from '@/lib/domain/canary/proportion-test'
import { testRanks } from '@/lib/domain/canary/rank-test'
import { addToSketch, createSketch } from '@/lib/domain/sketch'

const Z95 = 1.959963985

/** A generator of the same numbers every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function durations(count: number, random: () => number, factor = 1) {
  const sketch = createSketch()
  for (let index = 0; index < count; index += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    addToSketch(sketch, factor * 100 * Math.exp(0.5 * normal))
  }
  return sketch
}

const side = (hits: number, count: number, sketch = durations(count, seeded(count))): CanarySide => ({
  errors: { hits, count },
  durations: sketch,
})

describe('the parts', () => {
  it('knows the normal distribution', () => {
    expect(normalTail(0)).toBeCloseTo(0.5, 6)
    expect(normalTail(1.959963985)).toBeCloseTo(0.025, 6)
    expect(normalTail(-1.644853627)).toBeCloseTo(0.95, 6)
    expect(normalTail(2.12804523)).toBeCloseTo(0.05 / 3, 6)
  })

  it('gives the intervals of the literature', () => {
    // Newcombe 1998, tables of examples: 81/263 by Wilson, and 56/70 against 48/80 by method 10.
    expect(wilson({ hits: 81, count: 263 }, Z95).lower).toBeCloseTo(0.2553, 4)
    expect(wilson({ hits: 81, count: 263 }, Z95).upper).toBeCloseTo(0.3662, 4)
    expect(testProportions({ hits: 48, count: 80 }, { hits: 56, count: 70 }, Z95).upper).toBeCloseTo(0.3339, 4)
  })

  it('is exact where little happened', () => {
    // Fisher's tea: 3 of 4 against 1 of 4 is 17/70.
    expect(testProportions({ hits: 1, count: 4 }, { hits: 3, count: 4 }, Z95).pHigher).toBeCloseTo(17 / 70, 10)
    expect(testProportions({ hits: 0, count: 1e6 }, { hits: 0, count: 100 }, Z95).pHigher).toBe(1)
    expect(testProportions({ hits: 10, count: 1e7 }, { hits: 3, count: 1000 }, Z95).pHigher).toBeLessThan(1e-7)
  })

  it('ranks as one would by comparing every pair', () => {
    const values = fc.array(fc.constantFrom(0, 1, 2, 5, 10, 80), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(values, values, (first, second) => {
        const [a, b] = [first, second].map((list) => {
          const sketch = createSketch()
          for (const value of list) addToSketch(sketch, value)
          return sketch
        })
        if (!a || !b) throw new Error('two sketches')
        const score = (x: number, y: number) => (y > x ? 1 : y === x ? 0.5 : 0)
        const pairs = first.flatMap((x) => second.map((y) => score(x, y)))
        const expected = pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length
        expect(testRanks(a, b, Z95)?.longer).toBeCloseTo(expected, 10)
      }),
    )
  })
})

describe('the verdict', () => {
  it('is none on fewer than 100 invocations of either', () => {
    expect(judgeCanary(side(0, 5_000), side(50, 99))).toMatchObject({ verdict: 'not enough data', tests: [] })
    // Not known is not none.
    const unread = { ...side(0, 0), errors: null, durations: null }
    expect(judgeCanary(unread, side(0, 5_000)).reason).toBe('What the first did in this window is not known.')
    expect(judgeCanary(side(0, 99), side(0, 5_000)).reason).toContain('first has 99')
  })

  it('is worse when more calls fail, and not when about as many do', () => {
    expect(judgeCanary(side(10, 5_000), side(20, 500)).verdict).toBe('worse')
    expect(judgeCanary(side(50, 5_000), side(52, 5_000)).verdict).toBe('safe')
    const open = judgeCanary(side(50, 5_000), side(3, 300))
    expect(open.verdict).toBe('not enough data')
    expect(open.tests[0]?.needed).toBeGreaterThan(300)
  })

  it('is worse when calls take longer, as a whole or in the tail alone', () => {
    const before = durations(3_000, seeded(1))
    const slower = durations(3_000, seeded(2), 1.3)
    expect(judgeCanary(side(3, 3_000, before), side(3, 3_000, slower)).verdict).toBe('worse')
    const tail = durations(2_700, seeded(3))
    for (let index = 0; index < 300; index += 1) addToSketch(tail, 5_000)
    const judged = judgeCanary(side(3, 3_000, before), side(3, 3_000, tail))
    expect(judged.tests.find(({ kind }) => kind === 'tail')?.verdict).toBe('worse')
    expect(judgeCanary(side(3, 3_000, slower), side(3, 3_000, before)).verdict).toBe('safe')
  })

  it('is not a verdict of safety where one of the two is not known', () => {
    const unknown = judgeCanary(side(3, 3_000), { errors: { hits: 3, count: 3_000 }, durations: null })
    expect(unknown).toMatchObject({ verdict: 'not enough data', reason: expect.stringContaining('log lines') })
  })

  it('calls two samples of the same worse in about one of twenty cases at most', () => {
    const random = seeded(7)
    let worse = 0
    const RUNS = 400
    for (let run = 0; run < RUNS; run += 1) {
      const [a, b] = [400, 150].map((count) => {
        let hits = 0
        for (let call = 0; call < count; call += 1) if (random() < 0.05) hits += 1
        return side(hits, count, durations(count, random))
      })
      if (a && b && judgeCanary(a, b).verdict === 'worse') worse += 1
    }
    expect(worse / RUNS).toBeLessThan(0.07)
  })
})

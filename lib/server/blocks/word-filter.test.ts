import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admitsWord, buildWordFilter, probeOf } from '@/lib/server/blocks/word-filter'

describe('a filter of words', () => {
  it('never denies a word that it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const filter = buildWordFilter(new Set(words))
        expect(words.every((word) => admitsWord(filter, probeOf(word)))).toBe(true)
      }),
    )
  })

  it('admits about one in 65,536 of the other words, in twenty bits for each of its own', () => {
    const filter = buildWordFilter(new Set(Array.from({ length: 3_000 }, (_, n) => `word-${n}`)))
    expect((filter.length * 8) / 3_000).toBeLessThan(20)
    const strangers = Array.from({ length: 400_000 }, (_, n) => `other-${n}`)
    const share = strangers.filter((word) => admitsWord(filter, probeOf(word))).length / strangers.length
    expect(share).toBeGreaterThan(1 / 200_000)
    expect(share).toBeLessThan(1 / 25_000)
  })

  it('numbers words as it always did: stored filters were built with these numbers', () => {
    expect(probeOf('timeout')).toEqual({ places: [2475762824, 2700506525, 3116258036], fingerprint: 15625 })
    expect(buildWordFilter(new Set(['a', 'b'])).toString('hex')).toBe(
      '00000000000000000000e3005d0000000000000000000000004900820000',
    )
  })
})

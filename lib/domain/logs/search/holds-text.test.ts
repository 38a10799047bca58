import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsText } from '@/lib/domain/logs/search/holds-text'
import { wordsOf } from '@/lib/domain/logs/search/words-of'

const UUID = 'c3252230-c73d-49f6-8842-0000000000ab'

function listWords(text: string): string[] {
  const words: string[] = []
  wordsOf(text, (word) => words.push(word))
  return words
}

describe('wordsOf', () => {
  it.each([
    ['order 17 of user_2 failed: ETIMEDOUT', ['order', '17', 'of', 'user_2', 'failed', 'ETIMEDOUT']],
    [`${UUID}\tINFO\tgrüße`, [UUID, 'INFO', 'grüße']],
    [
      `x${UUID} ${UUID}0`,
      ['xc3252230', 'c73d', '49f6', '8842', '0000000000ab', 'c3252230', 'c73d', '49f6', '8842', '0000000000ab0'],
    ],
    ['{"stack":"Error: no\\n    at f\\u00e9bar \\\\new"}', ['stack', 'Error', 'no', 'at', 'f', 'bar', 'new']],
  ])('parts %s', (text, words) => {
    expect(listWords(text)).toEqual(words)
  })
})

describe('holdsText', () => {
  it.each([
    ['the request timed out', 'timed', true],
    ['the request timed out', 'timed out', true],
    ['the request timed out', 'time', false],
    ['a retimed run', 'timed', false],
    ['{"message":"one\\ntwo"}', 'two', true],
    ['{"path":"C:\\\\new"}', 'new', true],
    ['{"html":"\\u003cb1\\u003e"}', 'b1', true],
    ['{"html":"\\u003cb1\\u003e"}', '003cb1', false],
    ['time timeout time', 'time', true],
    [`of ${UUID}`, UUID, true],
    [`of ${UUID}`, 'c3252230', false],
    [`of ${UUID}`, '-c73d-49f6-8842-0000000000ab', false],
    ['Timeout', 'timeout', false],
    ['a=b', '=', true],
  ])('%s holds %s: %s', (line, text, expected) => {
    expect(holdsText(line, text)).toBe(expected)
  })

  it('finds nothing whose words a filter of the line would not have', () => {
    const piece = fc.constantFrom('n', 'u', 'r', '\\', '-', ' ', '"', 'a1', UUID, 'c3252230', '-c73d', '00e9', 'é', ':')
    const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, fc.nat(40), fc.integer({ min: 1, max: 60 }), (line, from, length) => {
        const part = line.slice(from % line.length, (from % line.length) + length)
        if (part.includes('\\') || !holdsText(line, part)) return
        const words = new Set(listWords(line))
        expect(listWords(part).filter((word) => !words.has(word))).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  })
})

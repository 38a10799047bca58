import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsPieces, isLike } from '@/lib/domain/logs/search/holds-pieces'

const text = fc.array(fc.constantFrom('a', 'b', '-', ' ', '"'), { maxLength: 12 }).map((parts) => parts.join(''))
const pieces = fc.array(
  fc.array(fc.constantFrom('a', 'b', '-'), { maxLength: 3 }).map((parts) => parts.join('')),
  {
    minLength: 2,
    maxLength: 4,
  },
)

describe('a word with stars', () => {
  it.each([
    ['a timeout came', ['time', ''], true],
    ['an overtime', ['time', ''], false],
    ['an IllegalStateException', ['', 'Exception'], true],
    ['an Exceptions', ['', 'Exception'], false],
    ['time is out', ['time', 'out'], false],
    ['{"error":"timed-out"}', ['timed', 'out'], true],
    ['{"a":"x\\ntime1"}', ['time', ''], true],
  ])('%s with %j: %s', (line, own, expected) => {
    expect(holdsPieces(line, own)).toBe(expected)
  })

  it('is found where a regular expression finds it', () => {
    fc.assert(
      fc.property(text, pieces, (line, own) => {
        fc.pre(own.some((piece) => piece !== ''))
        const [first = '', last = ''] = [own[0], own.at(-1)]
        const before = /^[ab]/.test(first) ? '(?<![ab])' : ''
        const after = /[ab]$/.test(last) ? '(?![ab])' : ''
        const pattern = new RegExp(`${before}${own.join('[^\\s"]*')}${after}`)
        expect(holdsPieces(line, own)).toBe(pattern.test(line))
      }),
      { numRuns: 3_000 },
    )
  })

  it('takes no longer with many stars', () => {
    const startedAt = performance.now()
    expect(holdsPieces('a'.repeat(200_000), [...Array(40).fill('a'), 'b'])).toBe(false)
    expect(isLike('a'.repeat(500), `${'a*'.repeat(40)}b`)).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

it('a name is like a pattern when its pieces stand in it in their order', () => {
  fc.assert(
    fc.property(text, pieces, (name, own) => {
      expect(isLike(name, own.join('*'))).toBe(new RegExp(`^${own.join('.*')}$`, 's').test(name))
    }),
  )
  expect([isLike('orders-api', 'orders-api'), isLike('orders-api', 'orders')]).toEqual([true, false])
})

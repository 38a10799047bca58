import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupPatterns, isAlike, maskLine, tokensOf } from '@/lib/domain/logs/search/group-patterns'

const lines = (...messages: string[]) => messages.map((message) => ({ message }))
const patterns = (...messages: string[]) =>
  groupPatterns(lines(...messages)).map(({ tokens, lines: own }) => [tokens.join(''), own.length])

describe('patterns', () => {
  it.each([
    ['2026-11-19T10:00:00.000Z\tc3252230-c73d-49f6-8842-0000000000ab\tINFO\tdone', '<time>\t<id>\tINFO\tdone'],
    ['took 12.5 ms for ORD-17 from 10.0.0.12', 'took <n> ms for ORD-<n> from <ip>'],
    ['key 9f86d081884c7d65 of deadbeef', 'key <hex> of deadbeef'],
  ])('mask %s', (message, masked) => {
    expect(maskLine(message)).toBe(masked)
  })

  it('groups what differs in numbers and in few words, and nothing else', () => {
    expect(
      patterns(
        'order 17 was stored in table orders within 3 ms',
        'order 18 was stored in table carts within 5 ms',
        'payment 3 was declined by the bank',
        'order 19 was stored in table orders within 9 ms',
        '{"level":"INFO","order":{"id":1,"city":"Oslo"},"message":"order taken"}',
        '{"level":"INFO","order":{"id":2,"city":"Lyon"},"message":"order taken"}',
      ),
    ).toEqual([
      ['order <n> was stored in table <*> within <n> ms', 3],
      ['{"level":"INFO","order":{"id":<n>,"city":"<*>"},"message":"order taken"}', 2],
      ['payment <n> was declined by the bank', 1],
    ])
  })

  it('do not melt into one that says nothing', () => {
    expect(
      patterns(
        'INFO order stored { orderId: ord_1, total: 3 }',
        'INFO stock reserved { sku: SKU-9, warehouse: MAD }',
        'INFO stock reserved { sku: SKU-8, warehouse: DUB }',
        '2026/11/19 10:00:00 price resolved sku=SKU-1',
      ),
    ).toEqual([
      ['INFO stock reserved { sku: SKU-<n>, warehouse: <*> }', 2],
      ['INFO order stored { orderId: ord_<n>, total: <n> }', 1],
      ['<time> price resolved sku=SKU-<n>', 1],
    ])
  })

  it('have every line once, in a group that it could be in', () => {
    const message = fc.array(fc.constantFrom('a', 'b', '17', 'c d', '{"x":1}', ''), { maxLength: 8 })
    fc.assert(
      fc.property(
        fc.array(
          message.map((words) => words.join(' ')),
          { maxLength: 40 },
        ),
        (messages) => {
          const groups = groupPatterns(lines(...messages))
          expect(groups.flatMap((group) => group.lines.map((line) => line.message)).sort()).toEqual(
            [...messages].sort(),
          )
          for (const { tokens, lines: own } of groups) {
            expect(own.every((line) => isAlike(tokens, tokensOf(line.message)))).toBe(true)
          }
        },
      ),
    )
  })
})

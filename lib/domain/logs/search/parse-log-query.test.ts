import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchLine, type SearchedLine } from '@/lib/domain/logs/search/match-line'
import { parseLogQuery } from '@/lib/domain/logs/search/parse-log-query'

const ID = 'c3252230-c73d-49f6-8842-0000000000ab'

function line(message: string, more: Partial<SearchedLine> = {}): SearchedLine {
  return { message, level: null, requestId: null, functionName: null, logStream: null, ...more }
}

function finds(query: string, searched: SearchedLine): boolean {
  const result = parseLogQuery(query)
  if (result.query === null) throw new Error(result.error.message)
  return matchLine(result.query, searched)
}

const JSON_LINE = line(
  '{"level":"WARN","order":{"id":17,"tags":["a","gold club"]},"took":1.5,"ok":true,"user":"ann lee"}',
)
const REPORT_LINE = line(
  `REPORT RequestId: ${ID}\tDuration: 150.10 ms\tBilled Duration: 151 ms\tMemory Size: 512 MB\tMax Memory Used: 96 MB\t`,
)

describe('a query', () => {
  it.each([
    ['', line('anything'), true],
    ['card declined', line('card 17 was declined'), true],
    ['"card declined"', line('card 17 was declined'), false],
    ['"say \\"no\\""', line('they say "no" to it'), true],
    ['card -declined', line('card 17 was declined'), false],
    ['card NOT paid', line('card 17 was declined'), true],
    ['paid OR declined', line('card 17 was declined'), true],
    ['(paid OR declined) AND 17', line('card 18 was declined'), false],
    ['paid OR declined 18', line('card 17 was declined'), false],
    ['decl*', line('card 17 was declined'), true],
    ['*Exception', line('an IllegalStateException came'), true],
    ['time*s', line('timeout is'), false],
    ['order.id:17', JSON_LINE, true],
    ['$.order.id:17', JSON_LINE, true],
    ['order.id:1', JSON_LINE, false],
    ['order.id:>16', JSON_LINE, true],
    ['order.id:<=16', JSON_LINE, false],
    ['order.tags:gold', JSON_LINE, true],
    ['order.tags[0]:a', JSON_LINE, true],
    ['took:1.50', JSON_LINE, true],
    ['ok:true', JSON_LINE, true],
    ['user:"ann lee"', JSON_LINE, true],
    ['user:lee', JSON_LINE, true],
    ['user:le', JSON_LINE, false],
    ['order:*', JSON_LINE, true],
    ['order.name:*', JSON_LINE, false],
    ['-order.name:*', JSON_LINE, true],
    ['duration:>100', REPORT_LINE, true],
    ['duration:>151', REPORT_LINE, false],
    ['maxMemoryUsed:96', REPORT_LINE, true],
    ['status:502', line('path=/pay status=502 took=3ms'), true],
    ['order.id:17', line(`2026-11-19T10:00:00.000Z\t${ID}\tINFO\t{"order":{"id":"17"}}`), true],
    ['level:error', line('x', { level: 5 }), true],
    ['level:>=warn', line('x', { level: 3 }), false],
    ['-level:error', line('x'), true],
    ['function:orders-*', line('x', { functionName: 'orders-api' }), true],
    ['function:orders', line('x', { functionName: 'orders-api' }), false],
    [`request:${ID.toUpperCase()}`, line('x', { requestId: ID }), true],
    ['stream:22be53a8', line('x', { logStream: '2026/11/19/[7]22be53a8' }), true],
    ['Error: no', line('Error: no such order'), true],
    ['https://shop.example/pay', line('GET https://shop.example/pay 200'), true],
    ['arn:aws:lambda:x', line('of arn:aws:lambda:x'), true],
    ['12:30:05', line('at 12:30:05'), true],
    ['orders-api', line('the orders-api is'), true],
    ['-', line('a - b'), true],
  ])('%s is met by %o: %s', (query, searched, expected) => {
    expect(finds(query, searched)).toBe(expected)
  })

  it.each([
    ['"open', 0, 'closing quote'],
    ['a (b', 2, 'not closed'],
    ['a)', 1, 'closes none'],
    ['a OR', 4, 'Expected a word'],
    ['level:loud', 6, 'loud is no level'],
    ['level:', 6, 'needs a value'],
    ['request:17', 8, 'not a request ID'],
    ['took:>fast', 5, 'compares numbers'],
    ['took:>', 6, 'behind >'],
    ['*', 0, 'every line'],
    ['()', 1, 'Expected a word'],
    ['x'.repeat(2_001), 2_000, 'longer'],
    [`${'('.repeat(60)}x`, 51, 'nested'],
  ])('%s is refused at %d: %s', (query, position, message) => {
    const { error } = parseLogQuery(query)
    expect(error).toMatchObject({ position, message: expect.stringContaining(message) })
  })

  it('is read or refused, whatever it is, and every refusal points into it', () => {
    const piece = fc.constantFrom(
      'a',
      '"',
      '(',
      ')',
      '-',
      ':',
      '*',
      ' ',
      'OR ',
      'AND ',
      'NOT ',
      'level:',
      'error',
      '>',
      '\\',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const { query, error } = parseLogQuery(text)
        if (error !== null) expect(error.position).toBeLessThanOrEqual(text.length)
        else expect(typeof matchLine(query, line('a level error'))).toBe('boolean')
      }),
      { numRuns: 3_000 },
    )
  })

  it('and its negation part all lines between them', () => {
    const query = fc.constantFrom('a', '"a b"', 'x:1', 'level:error', 'a OR b', 'a b', '-a', 'a*', 'x:*', 'x:>0')
    const message = fc.constantFrom('a', 'b', 'a b', '{"x":1}', 'x=2 ab', '')
    fc.assert(
      fc.property(query, message, fc.constantFrom(null, 5), (text, said, level) => {
        expect(finds(`-(${text})`, line(said, { level }))).toBe(!finds(text, line(said, { level })))
      }),
    )
  })
})

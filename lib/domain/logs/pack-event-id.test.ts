import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packEventId, unpackEventId } from '@/lib/domain/logs/pack-event-id'

/** From AWS's own documentation: its first 48 bits are the time of the event. */
const REAL = { id: '31953106606966983378809025079804211143289615424298221568', atMs: 1432826855000 }
const awsId = fc
  .tuple(fc.integer({ min: 2 ** 30, max: 2 ** 42 }), fc.bigInt({ min: 0n, max: 2n ** 144n - 1n }))
  .map(([atMs, own]) => ({ id: String((BigInt(atMs) << 144n) | own), atMs }))
const anyId = fc.string({ maxLength: 70 }).map((id) => ({ id, atMs: REAL.atMs }))

describe('packEventId', () => {
  it('takes 18 bytes for an ID as AWS gives it', () => {
    expect(packEventId(REAL.id, REAL.atMs)).toHaveLength(18)
    expect(packEventId(REAL.id, REAL.atMs + 1)).not.toHaveLength(18)
  })

  it('gives every ID back', () => {
    fc.assert(
      fc.property(fc.oneof(awsId, anyId), ({ id, atMs }) => {
        expect(unpackEventId(packEventId(id, atMs), atMs)).toBe(id)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the order of the IDs of one time', () => {
    fc.assert(
      fc.property(awsId, fc.bigInt({ min: 0n, max: 2n ** 144n - 1n }), ({ id, atMs }, own) => {
        const other = (BigInt(atMs) << 144n) | own
        const order = Buffer.compare(packEventId(id, atMs), packEventId(String(other), atMs))
        expect(order).toBe(BigInt(id) < other ? -1 : BigInt(id) > other ? 1 : 0)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packLines, type StoredLine, unpackLines } from '@/lib/server/blocks/log-block'
import { compareKeys } from '@/lib/server/blocks/read-packed-lines'

const REQUEST = '63ea79ab-1c2d-4e3f-8a9b-0123456789ab'
const anyLine: fc.Arbitrary<StoredLine> = fc.record({
  streamId: fc.integer({ min: 1, max: 4 }),
  atMs: fc.integer({ min: 1_795_000_000_000, max: 1_795_003_600_000 }),
  eventId: fc.uint8Array({ minLength: 18, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  requestId: fc.option(fc.uuid()),
  level: fc.option(fc.integer({ min: 1, max: 6 })),
  foldable: fc.boolean(),
  message: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constant(`END RequestId: ${REQUEST}\n`),
    fc.constant('ä'.repeat(5000)),
  ),
})

describe('packLines', () => {
  it('gives back every line as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine, { maxLength: 60 }), async (drawn) => {
        const lines = drawn.sort(compareKeys)
        expect(unpackLines(await packLines(lines))).toEqual(lines)
      }),
    )
  })

  it('finds a request ID in the message, wherever it stands, and keeps one beside that is not there', async () => {
    const line = { streamId: 1, atMs: 1, eventId: Buffer.alloc(18), level: null, foldable: true, requestId: REQUEST }
    const lines = [
      { ...line, message: `äöü ${REQUEST} END` },
      { ...line, message: REQUEST },
      { ...line, message: 'Task timed out' },
    ]
    expect(unpackLines(await packLines(lines))).toEqual(lines)
  })

  it('says so when the form is not known', () => {
    expect(() => unpackLines(Buffer.of(7))).toThrow(/form 7/)
  })
})

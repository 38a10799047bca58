import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import { ID, REPORT } from '@/lib/domain/logs/corpus/line-texts'
import { deriveEventIds } from '@/lib/sync/aws/derive-event-ids'

const event = (message: string, atMs = 5, streamName = 's') => ({ streamName, atMs, message })

it('gives equal lines of one instant IDs of their own, and the same ones on every reading in any order', () => {
  const message = fc.constantFrom('a', 'b', '')
  fc.assert(
    fc.property(fc.array(fc.tuple(message, fc.nat(2)), { maxLength: 20 }), (lines) => {
      const events = lines.map(([text, atMs]) => event(text, atMs))
      const ids = deriveEventIds(events).map(({ eventId }) => eventId)
      expect(new Set(ids).size).toBe(events.length)
      expect(
        deriveEventIds(events.toReversed())
          .map(({ eventId }) => eventId)
          .sort(),
      ).toEqual([...ids].sort())
      for (const id of ids) expect(id).toMatch(/^\d{56}$/)
    }),
  )
})

it('tells streams and instants apart', () => {
  const ids = deriveEventIds([event('a'), event('a', 6), event('a', 5, 't')]).map(({ eventId }) => eventId)
  expect(new Set(ids).size).toBe(3)
})

it('orders the lines of one instant as Lambda writes them', () => {
  const written = [
    `START RequestId: ${ID} Version: 7\n`,
    'hello',
    `END RequestId: ${ID}\n`,
    `${REPORT}Duration: 1.00 ms\t\n`,
  ]
  const shuffled = deriveEventIds([3, 1, 0, 2].map((at) => event(written[at] ?? '')))
  expect(shuffled.sort(compareStreamLines).map(({ message }) => message)).toEqual(written)
})

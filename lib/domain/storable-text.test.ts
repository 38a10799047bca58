import fc from 'fast-check'
import { expect, it } from 'vitest'
import { storableText } from '@/lib/domain/storable-text'

it.each([
  ['as it is', 'as it is'],
  ['', ''],
  ['a\0b\0', 'a␀b␀'],
  ['\ud800', '\ufffd'],
  ['a\udc00b\ud800c', 'a\ufffdb\ufffdc'],
  ['😀\ud83d\0', '😀\ufffd␀'],
])('%j is kept as %j', (text, kept) => {
  expect(storableText(text)).toBe(kept)
})

it('any text becomes one that UTF-8 gives back, of the same length, and stays so', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units)
      const kept = storableText(text)
      expect(kept).toHaveLength(text.length)
      expect(kept).not.toContain('\0')
      expect(Buffer.from(kept).toString()).toBe(kept)
      expect(storableText(kept)).toBe(kept)
    }),
  )
})

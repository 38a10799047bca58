import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inflateDocuments, packDocuments } from '@/lib/server/blocks/pack-documents'

it('finds the documents that hold a text, and no others', async () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '"'), maxLength: 12 }), { maxLength: 12 })
  const wanted = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '"'), minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(texts, wanted, async (documents, text) => {
      const found = (await inflateDocuments(packDocuments(documents))).textsWith(text)
      expect(found).toEqual(documents.filter((document) => document.includes(text)))
    }),
  )
})

it('is not misled by the lengths between documents', async () => {
  // The length of the second is the character that the first would end with.
  const second = 'x'.repeat('"'.charCodeAt(0))
  const documents = await inflateDocuments(packDocuments(['a', second]))
  expect(documents.textsWith('a"')).toEqual([])
  expect(documents.textsWith('x')).toEqual([second])
})

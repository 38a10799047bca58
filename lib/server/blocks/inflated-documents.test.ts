import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inflateDocuments, packDocuments } from '@/lib/server/blocks/pack-documents'

it('finds the documents in which something has an ID, and no others', async () => {
  const id = fc.string({ unit: fc.constantFrom('a', 'b', 'ä'), minLength: 1, maxLength: 2 })
  const document = fc.record({ id, subsegments: fc.array(fc.record({ id, name: id })), parent_id: id })
  await fc.assert(
    fc.asyncProperty(fc.array(document, { maxLength: 12 }), id, async (documents, wanted) => {
      const texts = documents.map((one) => JSON.stringify(one))
      const found = (await inflateDocuments(packDocuments(texts))).textsNaming(wanted)
      const isNamed = (one: (typeof documents)[number]) =>
        one.id === wanted || one.subsegments.some((below) => below.id === wanted)
      expect(found).toEqual(texts.filter((_, at) => isNamed(documents[at] as (typeof documents)[number])))
    }),
  )
})

it('finds spans of OpenTelemetry, which name theirs spanId', async () => {
  const documents = await inflateDocuments(packDocuments(['{"spanId":"a","parentSpanId":"b"}', '{"spanId":"b"}']))
  expect(documents.textsNaming('b')).toEqual(['{"spanId":"b"}'])
  expect(documents.textsNaming('c')).toEqual([])
})

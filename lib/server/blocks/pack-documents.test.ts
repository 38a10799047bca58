import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'
import { packDocuments, unpackDocuments } from '@/lib/server/blocks/pack-documents'

describe('packDocuments', () => {
  it('keeps any texts in their order, also such that are no documents', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 400 })), (texts) => {
        expect(unpackDocuments(packDocuments(texts))).toEqual(texts)
      }),
    )
    expect(unpackDocuments(packDocuments(['', 'a\0b', '"', '{']))).toEqual(['', 'a\0b', '"', '{'])
  })

  it('makes the documents of a single trace at least four times smaller', () => {
    const documents = sampleTrace().map((document) => JSON.stringify(document))
    expect(packDocuments(documents).length * 4).toBeLessThan(documents.join('').length)
  })

  it('reads the text form that the migration wrote', () => {
    const body = Buffer.concat([Buffer.of(0), Buffer.from('["{\\"id\\":\\"ä\\"}", "b"]')])
    expect(unpackDocuments(body)).toEqual(['{"id":"ä"}', 'b'])
  })

  it('says so when the form is not known, rather than showing an empty trace', () => {
    expect(() => unpackDocuments(Buffer.of(9, 1, 2))).toThrow(/form 9/)
  })
})

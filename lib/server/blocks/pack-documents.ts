import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { ByteReader } from '@/lib/server/blocks/byte-reader'
import { ByteWriter } from '@/lib/server/blocks/byte-writer'
import { TRACE_DICTIONARY } from '@/lib/server/blocks/trace-dictionary'

/* First byte of a packed body. The text form is what the migration of single documents could write in SQL. */
const TEXT_FORM = 0
const DEFLATED_FORM = 1

/** The documents of one trace as one body, in their order: deflated with a preset dictionary, because a trace is small. */
export function packDocuments(documents: readonly string[]): Buffer {
  const writer = new ByteWriter()
  writer.varint(documents.length)
  for (const document of documents) writer.text(document)
  const deflated = deflateRawSync(writer.view(), { dictionary: TRACE_DICTIONARY, level: 7 })
  return Buffer.concat([Buffer.of(DEFLATED_FORM), deflated])
}

/** What packDocuments packed. Throws for a body of a form that this version does not know. */
export function unpackDocuments(body: Buffer): string[] {
  const form = body[0]
  const packed = body.subarray(1)
  if (form === TEXT_FORM) return parseTexts(packed.toString('utf8'))
  if (form !== DEFLATED_FORM) throw new Error(`a stored trace has the unknown form ${form}`)
  const reader = new ByteReader(inflateRawSync(packed, { dictionary: TRACE_DICTIONARY }))
  return Array.from({ length: reader.varint() }, () => reader.text())
}

function parseTexts(json: string): string[] {
  const texts: unknown = JSON.parse(json)
  return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : []
}

import { promisify } from 'node:util'
import { deflateRawSync, inflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib'
import { ByteWriter } from '@/lib/server/blocks/byte-writer'
import { InflatedDocuments } from '@/lib/server/blocks/inflated-documents'
import { TRACE_DICTIONARY } from '@/lib/server/blocks/trace-dictionary'

const inflate = promisify<Buffer, ZlibOptions, Buffer>(inflateRaw)
/* First byte of a packed body. The text form is what the migration of single documents could write in SQL. */
const TEXT_FORM = 0
const DEFLATED_FORM = 1

/** The documents of one trace as one body, in their order: deflated with a preset dictionary, because a trace is small. */
export function packDocuments(documents: readonly string[]): Buffer {
  const deflated = deflateRawSync(joinTexts(documents), { dictionary: TRACE_DICTIONARY, level: 7 })
  return Buffer.concat([Buffer.of(DEFLATED_FORM), deflated])
}

/** What packDocuments packed. Throws for a body of a form that this version does not know. */
export function unpackDocuments(body: Buffer): string[] {
  const plain = plainOf(body) ?? inflateRawSync(body.subarray(1), { dictionary: TRACE_DICTIONARY })
  return [...new InflatedDocuments(plain).texts()]
}

/** The same beside what else this process does, each document read when it is asked for. Throws as unpackDocuments does. */
export async function inflateDocuments(body: Buffer): Promise<InflatedDocuments> {
  const plain = plainOf(body) ?? (await inflate(body.subarray(1), { dictionary: TRACE_DICTIONARY }))
  return new InflatedDocuments(plain)
}

/** The documents of a body that is not deflated; null of one that is. */
function plainOf(body: Buffer): Buffer | null {
  const form = body[0]
  if (form === TEXT_FORM) return joinTexts(parseTexts(body.subarray(1).toString('utf8')))
  if (form !== DEFLATED_FORM) throw new Error(`a stored trace has the unknown form ${form}`)
  return null
}

function joinTexts(texts: readonly string[]): Buffer {
  const writer = new ByteWriter()
  writer.varint(texts.length)
  for (const text of texts) writer.text(text)
  return Buffer.from(writer.view())
}

function parseTexts(json: string): string[] {
  const texts: unknown = JSON.parse(json)
  return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : []
}

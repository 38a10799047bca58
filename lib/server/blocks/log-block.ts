import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib'
import { ByteReader } from '@/lib/server/blocks/byte-reader'
import { ByteWriter } from '@/lib/server/blocks/byte-writer'

/** A stored log line as its row has it. eventId: packed; level: its code, or null. */
export type StoredLine = {
  streamId: number
  atMs: number
  eventId: Buffer
  requestId: string | null
  level: number | null
  foldable: boolean
  message: string
}

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)
const FORM = 1
/* Better than deflate by a third at the same speed, and several times faster than the higher qualities. */
const QUALITY = 5
const UUID_TEXT = 36
/* About as much as a block has: each piece of a result costs a turn of the event loop. */
const PIECE_BYTES = 131_072
/* How a line tells its request ID: not at all, at a place in its message, or beside it. */
const NO_REQUEST = 0
const IN_MESSAGE = 1
const BESIDE = 2

/**
 * Lines as one compressed body, column by column: like stands beside like. Lines of one stream must stand together, in
 * the order of their times. Compressing leaves the event loop free.
 */
export async function packLines(lines: readonly StoredLine[]): Promise<Buffer> {
  const writer = new ByteWriter()
  writer.varint(lines.length)
  packStreams(writer, lines)
  for (const { message } of lines) writer.text(message)
  for (const { level, foldable, requestId, message } of lines) {
    const place = requestId === null ? -1 : message.indexOf(requestId)
    const kind = requestId === null ? NO_REQUEST : place < 0 ? BESIDE : IN_MESSAGE
    writer.byte(((level ?? 0) << 3) | (foldable ? 4 : 0) | kind)
    if (kind === IN_MESSAGE) writer.varint(place)
    if (kind === BESIDE) writer.raw(Buffer.from((requestId ?? '').replaceAll('-', ''), 'hex'))
  }
  packEventIds(writer, lines)
  const raw = writer.view()
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_DEFAULT_WINDOW,
  }
  return Buffer.concat([Buffer.of(FORM), await compress(raw, { params })])
}

/** The lines that packLines packed, all of them alike and in their order. Throws for a body of an unknown form. */
export function unpackLines(body: Buffer): StoredLine[] {
  return readColumns(brotliDecompressSync(packedPart(body)))
}

/** The columns of a body; the text of every message stands in them as it is. Decompressing leaves the event loop free. */
export function openBlock(body: Buffer): Promise<Buffer> {
  return decompress(packedPart(body), { chunkSize: PIECE_BYTES })
}

/** The lines of an opened block, as unpackLines gives them. */
export function readColumns(columns: Buffer): StoredLine[] {
  const reader = new ByteReader(columns)
  const count = reader.varint()
  const lines = unpackStreams(reader, count)
  for (const line of lines) line.message = reader.text()
  for (const line of lines) {
    const flags = reader.byte()
    line.level = flags >> 3 === 0 ? null : flags >> 3
    line.foldable = (flags & 4) !== 0
    const kind = flags & 3
    if (kind === IN_MESSAGE) line.requestId = line.message.substr(reader.varint(), UUID_TEXT)
    if (kind === BESIDE) line.requestId = uuidOf(reader.raw(16))
  }
  unpackEventIds(reader, lines)
  return lines
}

function packedPart(body: Buffer): Buffer {
  if (body[0] !== FORM) throw new Error(`a block of log lines has the unknown form ${body[0]}`)
  return body.subarray(1)
}

function packStreams(writer: ByteWriter, lines: readonly StoredLine[]): void {
  let at = 0
  while (at < lines.length) {
    const { streamId = 0, atMs: firstMs = 0 } = lines[at] ?? {}
    let end = at + 1
    while (lines[end]?.streamId === streamId) end += 1
    writer.varint(streamId)
    writer.varint(end - at)
    writer.varint(firstMs)
    let before = firstMs
    for (const { atMs } of lines.slice(at + 1, end)) {
      writer.varint(atMs - before)
      before = atMs
    }
    at = end
  }
}

function unpackStreams(reader: ByteReader, count: number): StoredLine[] {
  const lines: StoredLine[] = []
  const rest = { eventId: Buffer.alloc(0), requestId: null, level: null, foldable: false, message: '' }
  while (lines.length < count) {
    const streamId = reader.varint()
    const run = reader.varint()
    let atMs = reader.varint()
    for (let index = 0; index < run; index += 1) {
      if (index > 0) atMs += reader.varint()
      lines.push({ streamId, atMs, ...rest })
    }
  }
  return lines
}

/** Byte by byte over all lines of one length: IDs of one stream differ in few of their bytes. */
function packEventIds(writer: ByteWriter, lines: readonly StoredLine[]): void {
  for (const { eventId } of lines) writer.varint(eventId.length)
  const longest = lines.reduce((most, { eventId }) => Math.max(most, eventId.length), 0)
  for (let place = 0; place < longest; place += 1) {
    for (const { eventId } of lines) {
      const byte = eventId[place]
      if (byte !== undefined) writer.byte(byte)
    }
  }
}

function unpackEventIds(reader: ByteReader, lines: StoredLine[]): void {
  const sizes = lines.map(() => reader.varint())
  // One piece of memory for all: a thousand small ones take longer than all the rest.
  const together = Buffer.alloc(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  for (const [index, line] of lines.entries()) {
    const end = at + (sizes[index] ?? 0)
    line.eventId = together.subarray(at, end)
    at = end
  }
  const longest = lines.reduce((most, { eventId }) => Math.max(most, eventId.length), 0)
  for (let place = 0; place < longest; place += 1) {
    for (const { eventId } of lines) if (place < eventId.length) eventId[place] = reader.byte()
  }
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

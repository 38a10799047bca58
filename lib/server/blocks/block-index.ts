import { wordsOf } from '@/lib/domain/logs/search/words-of'
import { ByteReader } from '@/lib/server/blocks/byte-reader'
import { ByteWriter } from '@/lib/server/blocks/byte-writer'
import type { StoredLine } from '@/lib/server/blocks/log-block'
import { buildWordFilter } from '@/lib/server/blocks/word-filter'

/** How many lines of one level (its code, 0 for none) a block has in one minute of its hour. */
export type MinuteCount = { minute: number; level: number; lines: number }

const MINUTE_MS = 60_000
const MINUTES = 60
const LEVELS = 8

/** What a block is found by without being unpacked: a filter of its words, and its lines by minute and level. */
export function buildBlockIndex(lines: readonly StoredLine[]): { words: Buffer; minutes: Buffer } {
  const words = new Set<string>()
  const counts = new Uint32Array(MINUTES * LEVELS)
  const add = (word: string) => words.add(word)
  for (const { message, requestId, level, atMs } of lines) {
    wordsOf(message, add)
    if (requestId !== null) words.add(requestId)
    if (level !== null) words.add(wordOfLevel(level))
    const place = (Math.floor(atMs / MINUTE_MS) % MINUTES) * LEVELS + (level ?? 0)
    counts[place] = (counts[place] ?? 0) + 1
  }
  return { words: buildWordFilter(words), minutes: packCounts(counts) }
}

/** Stands in the filter for lines of a level. No word of a line looks like it. */
export function wordOfLevel(code: number): string {
  return `level:${code}`
}

export function readMinuteCounts(packed: Buffer): MinuteCount[] {
  const reader = new ByteReader(packed)
  const counts: MinuteCount[] = []
  for (let left = reader.varint(); left > 0; left -= 1) {
    const place = reader.varint()
    counts.push({ minute: Math.floor(place / LEVELS), level: place % LEVELS, lines: reader.varint() })
  }
  return counts
}

function packCounts(counts: Uint32Array): Buffer {
  const writer = new ByteWriter()
  writer.varint(counts.reduce((sum, lines) => sum + (lines > 0 ? 1 : 0), 0))
  for (const [place, lines] of counts.entries()) {
    if (lines === 0) continue
    writer.varint(place)
    writer.varint(lines)
  }
  return Buffer.from(writer.view())
}

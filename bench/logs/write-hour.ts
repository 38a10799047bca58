import type pg from 'pg'
import { type LogFunction, type MadeHour, makeHour, rareWord } from '@/bench/logs/make-lines'
import { DAY, HOUR, seededRandom } from '@/bench/query/history-shape'
import { buildBlockIndex } from '@/lib/server/blocks/block-index'
import { packLines, type StoredLine } from '@/lib/server/blocks/log-block'
import { compareKeys } from '@/lib/server/blocks/read-packed-lines'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'

/** How many days are packed, then one of rows. toMs: when that one ends. */
export type LogShape = { functions: LogFunction[]; closedDays: number; toMs: number }

export const PLACE_ID = 1
const LINES_PER_BLOCK = 1_000
const ROWS_PER_COPY = 50_000
const INT4_TYPE = 23
const LINE_COLUMNS = 'log_event (at, account_region_id, stream_id, level, foldable, request_id, event_id, message)'
const CALL_COLUMNS = `invocation (started_at, ended_at, account_region_id, function_id, stream_id, closed, cold_start, request_id,
  key, version, result)`
const BLOCK_COLUMNS = `log_block (account_region_id, log_group_id, hour, part, from_at, to_at, lines, stream_ids, body, words,
  minutes)`

type FunctionHour = MadeHour & { fn: LogFunction }

/** Writes what was said in one hour, counted from the first: packed, or as rows on the last day, and its invocations. */
export async function writeHour(client: pg.Client, { functions, closedDays, toMs }: LogShape, hour: number) {
  const day = Math.floor(hour / 24)
  const hourMs = toMs - (closedDays + 1) * DAY + hour * HOUR
  const random = seededRandom(1 + hour)
  const made = functions.map((fn) => {
    // One line of the day has its rare word.
    const isHere = hour % 24 === (7 + 5 * day) % 24 && fn.id === 1 + ((11 + 3 * day) % functions.length)
    return { fn, ...makeHour(fn, hourMs, random, isHere ? rareWord(day) : null) }
  })
  await copyCalls(client, made)
  await (day < closedDays ? copyBlocks(client, made, hourMs) : copyLines(client, made))
}

async function copyCalls(client: pg.Client, made: readonly FunctionHour[]): Promise<void> {
  const rows = new BinaryCopyEncoder(11)
  for (const { fn, calls } of made) {
    for (const { requestId, streamId, atMs } of calls) {
      rows.row()
      rows.timestamptz(atMs)
      rows.timestamptz(atMs + 900)
      rows.int4(PLACE_ID)
      rows.int4(fn.id)
      rows.int4(streamId)
      rows.bool(true)
      rows.bool(false)
      rows.uuid(requestId)
      rows.bytea(Buffer.from(requestId.slice(0, 8) + requestId.slice(28), 'hex'))
      rows.text('7')
      rows.text('success')
    }
  }
  await copyRows(client, CALL_COLUMNS, rows)
}

/** In the order of their times, in which a pull stores them. */
async function copyLines(client: pg.Client, made: readonly FunctionHour[]): Promise<void> {
  const sorted = made.flatMap(({ lines }) => lines).sort((left, right) => left.atMs - right.atMs)
  for (let from = 0; from < sorted.length; from += ROWS_PER_COPY) {
    const rows = new BinaryCopyEncoder(8)
    for (const { atMs, streamId, level, foldable, requestId, eventId, message } of sorted.slice(
      from,
      from + ROWS_PER_COPY,
    )) {
      rows.row()
      rows.timestamptz(atMs)
      rows.int4(PLACE_ID)
      rows.int4(streamId)
      rows.int2(level)
      rows.bool(foldable)
      rows.uuid(requestId)
      rows.bytea(eventId)
      rows.text(message)
    }
    await copyRows(client, LINE_COLUMNS, rows)
  }
}

/** The blocks that the worker would have packed of them. */
async function copyBlocks(client: pg.Client, made: readonly FunctionHour[], hourMs: number): Promise<void> {
  const blocks = made.flatMap(({ fn, lines }) => {
    const sorted = lines.sort(compareKeys)
    return Array.from({ length: Math.ceil(lines.length / LINES_PER_BLOCK) }, (_, part) => ({
      groupId: fn.groupId,
      part: part + 1,
      own: sorted.slice(part * LINES_PER_BLOCK, (part + 1) * LINES_PER_BLOCK),
    }))
  })
  const bodies = await Promise.all(blocks.map(({ own }) => packLines(own)))
  const rows = new BinaryCopyEncoder(11)
  for (const [at, { groupId, part, own }] of blocks.entries()) {
    const times = own.map(({ atMs }) => atMs)
    const { words, minutes } = buildBlockIndex(own)
    rows.row()
    rows.int4(PLACE_ID)
    rows.int4(groupId)
    rows.timestamptz(hourMs)
    rows.int4(part)
    rows.timestamptz(Math.min(...times))
    rows.timestamptz(Math.max(...times))
    rows.int4(own.length)
    rows.bytea(int4Array(streamsOf(own)))
    rows.bytea(bodies[at] ?? null)
    rows.bytea(words)
    rows.bytea(minutes)
  }
  await copyRows(client, BLOCK_COLUMNS, rows)
}

function streamsOf(lines: readonly StoredLine[]): number[] {
  return [...new Set(lines.map(({ streamId }) => streamId))]
}

/** As Postgres sends an array of one dimension: its head, then each number after its length. */
function int4Array(values: readonly number[]): Buffer {
  const words = [1, 0, INT4_TYPE, values.length, 1, ...values.flatMap((value) => [4, value])]
  const bytes = Buffer.alloc(4 * words.length)
  for (const [at, word] of words.entries()) bytes.writeInt32BE(word, 4 * at)
  return bytes
}

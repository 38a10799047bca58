import pg from 'pg'
import {
  LINES_PER_CALL,
  type LogFunction,
  type MadeHour,
  makeHour,
  rareWord,
  streamsPerHour,
  uuid,
} from '@/bench/logs/make-lines'
import { DAY, HOUR } from '@/bench/query/history-shape'
import { buildBlockIndex } from '@/lib/server/blocks/block-index'
import { packLines, type StoredLine } from '@/lib/server/blocks/log-block'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import type { Db } from '@/lib/server/db'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'

/** How many days are packed, then one of rows. toMs: when that one ends. */
export type LogShape = { functions: LogFunction[]; closedDays: number; toMs: number; random: () => number }

const PLACE_ID = 1
/** How many days have lines of their own. */
const FIRST_DAYS = 2
const LINES_PER_BLOCK = 1_000
const BLOCKS_PER_INSERT = 24
const ROWS_PER_COPY = 50_000
const LINE_COLUMNS = 'log_event (at, account_region_id, stream_id, level, foldable, request_id, event_id, message)'
const CALL_COLUMNS = `invocation (started_at, ended_at, account_region_id, function_id, stream_id, closed, cold_start, request_id,
  key, version, result)`
const BLOCK_COLUMNS = 11
const ADD_BLOCKS = `INSERT INTO log_block (account_region_id, log_group_id, hour, part, from_at, to_at, lines, stream_ids, body,
  words, minutes) VALUES `
/* Built once all is there, as a copy of a database would. */
const INDEXES = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid IN ('invocation'::regclass, 'log_block'::regclass) AND NOT indisprimary`

/** Writes closed days as blocks and the last day as rows, with an invocation for every request. Answers how many lines. */
export async function writeLogs(db: Db, shape: LogShape): Promise<number> {
  const client = new pg.Client(db.pool.options)
  await client.connect()
  try {
    await writeInventory(client, shape)
    const fromMs = shape.toMs - (shape.closedDays + 1) * DAY
    await ensurePartitions(db.pool, ['log_event', 'log_block', 'invocation'], { fromMs, toMs: shape.toMs })
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(INDEXES)
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`)
    let lines = 0
    for (let hour = 0; hour < 24; hour += 1) lines += await writeHour(client, shape, hour)
    for (const { definition } of indexes) await client.query(definition.replace(' ON ONLY ', ' ON '))
    await client.query('VACUUM ANALYZE')
    return lines
  } finally {
    await client.end()
  }
}

async function writeInventory(client: pg.Client, { functions, toMs }: LogShape): Promise<void> {
  await client.query(
    `INSERT INTO account_region (id, account_id, region) VALUES (${PLACE_ID}, '111122223333', 'eu-west-1')`,
  )
  for (const { id, groupId, name, firstStreamId, callsPerHour } of functions) {
    const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${name}`
    await client.query(
      'INSERT INTO lambda_function (id, account_region_id, arn, name, seen_at) VALUES ($1, $2, $3, $4, $5)',
      [id, PLACE_ID, arn, name, new Date(toMs)],
    )
    await client.query('INSERT INTO log_group (id, account_region_id, name, seen_at) VALUES ($1, $2, $3, $4)', [
      ...[groupId, PLACE_ID, `/aws/lambda/${name}`, new Date(toMs)],
    ])
    await client.query(
      `INSERT INTO log_stream (id, account_region_id, log_group_id, name, function_id, version)
       SELECT $1 + n, $2, $3, '2026/11/20/[7]' || md5($4 || n), $5, '7' FROM generate_series(0, $6 - 1) AS n`,
      [firstStreamId, PLACE_ID, groupId, name, id, streamsPerHour(callsPerHour)],
    )
  }
}

/**
 * Hour by hour: what was said in it on some first days, and the same at the same hour of the others, with other requests.
 * To invent every line anew would take three times as long, and no search would see a difference.
 */
async function writeHour(client: pg.Client, shape: LogShape, hour: number): Promise<number> {
  const { functions, closedDays, toMs, random } = shape
  const fromMs = toMs - (closedDays + 1) * DAY
  const made = (dayMs: number): FunctionHour[] =>
    functions.map((fn) => ({ fn, ...makeHour(fn, dayMs + hour * HOUR, random, rareWordOf(shape, fn, hour, dayMs)) }))
  for (let first = 0; first < Math.min(FIRST_DAYS, closedDays); first += 1) {
    const hours = made(fromMs + first * DAY)
    const blocks = cutBlocks(hours)
    for (let day = first; day < closedDays; day += FIRST_DAYS) {
      await copyCalls(client, hours)
      await addBlocks(client, blocks, fromMs + day * DAY + hour * HOUR)
      moveDays(hours, FIRST_DAYS, random)
    }
  }
  const open = made(toMs - DAY)
  await copyCalls(client, open)
  await copyLines(client, open)
  return open.reduce((sum, { calls }) => sum + calls.length * LINES_PER_CALL, 0) * (closedDays + 1)
}

/** The same lines some days later; their requests become ones that no line names. */
function moveDays(hours: readonly FunctionHour[], days: number, random: () => number): void {
  for (const { lines, calls } of hours) {
    for (const line of lines) line.atMs += days * DAY
    for (const call of calls) {
      call.atMs += days * DAY
      call.requestId = uuid(random)
    }
  }
}

/** Each first day, and the open one, has one of these words in one line. */
function rareWordOf(
  { functions, closedDays, toMs }: LogShape,
  fn: LogFunction,
  hour: number,
  dayMs: number,
): string | null {
  const day = closedDays + 1 - (toMs - dayMs) / DAY
  const isHere = hour === (7 + 5 * day) % 24 && fn.id === 1 + ((11 + 3 * day) % functions.length)
  return isHere ? rareWord(day, closedDays) : null
}

type FunctionHour = MadeHour & { fn: LogFunction }

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

type Block = { groupId: number; part: number; lines: StoredLine[]; words: Buffer; minutes: Buffer }

function cutBlocks(made: readonly FunctionHour[]): Block[] {
  return made.flatMap(({ fn, lines }) => {
    const sorted = lines.sort((left, right) => left.streamId - right.streamId || left.atMs - right.atMs)
    return Array.from({ length: Math.ceil(lines.length / LINES_PER_BLOCK) }, (_, part) => {
      const own = sorted.slice(part * LINES_PER_BLOCK, (part + 1) * LINES_PER_BLOCK)
      return { groupId: fn.groupId, part: part + 1, lines: own, ...buildBlockIndex(own) }
    })
  })
}

async function addBlocks(client: pg.Client, blocks: readonly Block[], hourMs: number): Promise<void> {
  let adding: Promise<unknown> = Promise.resolve()
  for (let from = 0; from < blocks.length; from += BLOCKS_PER_INSERT) {
    const packed = await Promise.all(blocks.slice(from, from + BLOCKS_PER_INSERT).map((block) => rowOf(block, hourMs)))
    const rows = packed.map(
      (_, row) => `(${packed[0]?.map((_value, at) => `$${row * BLOCK_COLUMNS + at + 1}`).join(', ')})`,
    )
    await adding
    adding = client.query(ADD_BLOCKS + rows.join(', '), packed.flat())
  }
  await adding
}

async function rowOf({ groupId, part, lines, words, minutes }: Block, hourMs: number): Promise<unknown[]> {
  const times = lines.map(({ atMs }) => atMs)
  const streamIds = [...new Set(lines.map(({ streamId }) => streamId))]
  return [
    ...[
      PLACE_ID,
      groupId,
      new Date(hourMs),
      part,
      new Date(Math.min(...times)),
      new Date(Math.max(...times)),
      lines.length,
    ],
    ...[streamIds, await packLines(lines), words, minutes],
  ]
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import type pg from 'pg'
import { LINES_PER_CALL, streamsPerHour } from '@/bench/logs/make-lines'
import { type LogShape, PLACE_ID } from '@/bench/logs/write-hour'
import type { HoursToWrite } from '@/bench/logs/write-hours'
import { DAY } from '@/bench/query/history-shape'
import { openDb } from '@/lib/server/db'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'

const WRITERS = Math.min(4, availableParallelism())
/* Built once all is there, as a copy of a database would. */
const INDEXES = `
  SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE indrelid IN ('invocation'::regclass, 'log_block'::regclass) AND NOT indisprimary`

/** Writes closed days as blocks and the last day as rows, with an invocation for every request. Answers how many lines. */
export async function writeLogs(url: string, shape: LogShape): Promise<number> {
  const { functions, closedDays, toMs } = shape
  const db = openDb(url, WRITERS)
  try {
    await writeInventory(db.pool, shape)
    const fromMs = toMs - (closedDays + 1) * DAY
    await ensurePartitions(db.pool, ['log_event', 'log_block', 'invocation'], { fromMs, toMs })
    const { rows: indexes } = await db.pool.query<{ name: string; definition: string }>(INDEXES)
    for (const { name } of indexes) await db.pool.query(`DROP INDEX ${name}`)
    const hours = 24 * (closedDays + 1)
    const shares = Array.from({ length: WRITERS + 1 }, (_, writer) => Math.round((hours * writer) / WRITERS))
    await Promise.all(
      shares.slice(1).map((toHour, writer) => writeApart({ url, shape, fromHour: shares[writer] ?? 0, toHour })),
    )
    for (const { definition } of indexes) await db.pool.query(definition.replace(' ON ONLY ', ' ON '))
    await db.pool.query('VACUUM ANALYZE')
    return functions.reduce((sum, { callsPerHour }) => sum + callsPerHour * LINES_PER_CALL, 0) * hours
  } finally {
    await db.close()
  }
}

/** By a process of its own: to make and pack lines takes longer than to store them. */
async function writeApart(hours: HoursToWrite): Promise<void> {
  const child = fork('bench/logs/write-hours.ts', {
    execArgv: process.execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.send(hours)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`lines could not be written: the process ended with ${code}`)
}

async function writeInventory(pool: pg.Pool, { functions, toMs }: LogShape): Promise<void> {
  await pool.query(
    `INSERT INTO account_region (id, account_id, region) VALUES (${PLACE_ID}, '111122223333', 'eu-west-1')`,
  )
  for (const { id, groupId, name, firstStreamId, callsPerHour } of functions) {
    const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${name}`
    await pool.query(
      'INSERT INTO lambda_function (id, account_region_id, arn, name, seen_at) VALUES ($1, $2, $3, $4, $5)',
      [id, PLACE_ID, arn, name, new Date(toMs)],
    )
    await pool.query('INSERT INTO log_group (id, account_region_id, name, seen_at) VALUES ($1, $2, $3, $4)', [
      ...[groupId, PLACE_ID, `/aws/lambda/${name}`, new Date(toMs)],
    ])
    await pool.query(
      `INSERT INTO log_stream (id, account_region_id, log_group_id, name, function_id, version)
       SELECT $1 + n, $2, $3, '2026/11/20/[7]' || md5($4 || n), $5, '7' FROM generate_series(0, $6 - 1) AS n`,
      [firstStreamId, PLACE_ID, groupId, name, id, streamsPerHour(callsPerHour)],
    )
  }
}

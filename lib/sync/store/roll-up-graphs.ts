import type pg from 'pg'
import { DAY_MINUTES, HOUR_MINUTES, SLOT_MINUTES } from '@/lib/domain/traces/graph-buckets'
import { GraphTally } from '@/lib/domain/traces/trace-graph'
import { addPackedGraph, packGraph } from '@/lib/server/blocks/pack-graph'
import { selectRows } from '@/lib/server/db'
import { addTraceGraphs } from '@/lib/server/queries/add-trace-graphs'
import { inTransaction } from '@/lib/sync/store/in-transaction'

type Length = typeof SLOT_MINUTES | typeof HOUR_MINUTES | typeof DAY_MINUTES

const MINUTE_MS = 60_000
/* A mark of a transaction that has not ended cannot be seen, nor can what it changes: it is taken the next time. Hours and
   days that still run are left, because pages read the shorter stretches of those; and so is what is made of traces that
   have expired or are yet to be drawn: it stays as it was. */
const TAKE = `
  WITH taken AS (
    DELETE FROM graph_due d USING (
      SELECT DISTINCT at FROM graph_due WHERE account_region_id = $1 AND minutes = $2 AND at <= $3
        AND at >= (SELECT graph_details_from FROM account_region WHERE id = $1)
      ORDER BY at DESC LIMIT $4
    ) AS t
    WHERE d.account_region_id = $1 AND d.minutes = $2 AND d.at = t.at
    RETURNING d.at
  )
  SELECT DISTINCT (extract(epoch FROM at) * 1000)::float8 AS "atMs" FROM taken`
const MARK = 'INSERT INTO graph_due (account_region_id, minutes, at) SELECT $1, $2, unnest($3::timestamptz[])'
const DROP = 'DELETE FROM graph_bucket WHERE account_region_id = $1 AND minutes = $2 AND at = $3'
const PUT = `
  INSERT INTO graph_bucket (account_region_id, minutes, at, body) VALUES ($1, $2, $3, $4)
  ON CONFLICT (account_region_id, minutes, at) DO UPDATE SET body = excluded.body`
const PARTS = `
  SELECT body FROM graph_bucket WHERE account_region_id = $1 AND minutes = $2 AND at >= $3 AND at < $4 ORDER BY at`
const SHORTER = { [HOUR_MINUTES]: SLOT_MINUTES, [DAY_MINUTES]: HOUR_MINUTES } as const

/**
 * Computes marked stretches of an account-region anew, newest first: slots of five minutes from the graphs of their traces,
 * then hours that are over from their slots, then days from their hours. One transaction, so that doing it twice, after
 * late documents or a crash, is the same as once. Answers how many stretches there were; fewer than `most` of each length
 * means that nothing waits.
 */
export async function rollUpGraphs(
  client: pg.ClientBase,
  placeId: number,
  { most, nowMs }: { most: number; nowMs: number },
): Promise<{ slots: number; longer: number }> {
  return inTransaction(client, async () => {
    const stretch = { client, placeId, most, nowMs }
    const slots = await takeMarks(stretch, SLOT_MINUTES)
    for (const atMs of slots) await rollUpSlot(client, placeId, atMs)
    await mark(client, placeId, HOUR_MINUTES, slots)
    const hours = await takeMarks(stretch, HOUR_MINUTES)
    for (const atMs of hours) await mergeShorter(client, placeId, HOUR_MINUTES, atMs)
    await mark(client, placeId, DAY_MINUTES, hours)
    const days = await takeMarks(stretch, DAY_MINUTES)
    for (const atMs of days) await mergeShorter(client, placeId, DAY_MINUTES, atMs)
    return { slots: slots.length, longer: Math.max(hours.length, days.length) }
  })
}

type Stretch = { client: pg.ClientBase; placeId: number; most: number; nowMs: number }

async function takeMarks({ client, placeId, most, nowMs }: Stretch, minutes: Length): Promise<number[]> {
  // A slot that runs is counted as it goes on; clocks of callers may be ahead of ours.
  const latest = minutes === SLOT_MINUTES ? new Date('9999-01-01') : new Date(nowMs - minutes * MINUTE_MS)
  const rows = await selectRows<{ atMs: number }>(client, TAKE, [placeId, minutes, latest, most])
  return rows.map(({ atMs }) => atMs)
}

async function mark(client: pg.ClientBase, placeId: number, minutes: Length, atsMs: readonly number[]): Promise<void> {
  const lengthMs = minutes * MINUTE_MS
  const starts = new Set(atsMs.map((atMs) => Math.floor(atMs / lengthMs) * lengthMs))
  if (starts.size > 0) await client.query(MARK, [placeId, minutes, [...starts].map((ms) => new Date(ms))])
}

async function rollUpSlot(client: pg.ClientBase, placeId: number, atMs: number): Promise<void> {
  const tally = new GraphTally()
  const toMs = atMs + SLOT_MINUTES * MINUTE_MS
  const added = await addTraceGraphs(client, tally, { placeIds: [placeId], fromMs: atMs, toMs })
  const facts = { traces: added.traces, leftOut: added.leftOut.get(placeId) ?? 0 }
  await put(client, placeId, SLOT_MINUTES, { atMs, body: facts.traces === 0 ? null : packGraph(tally, facts) })
}

async function mergeShorter(
  client: pg.ClientBase,
  placeId: number,
  minutes: keyof typeof SHORTER,
  atMs: number,
): Promise<void> {
  const window = [new Date(atMs), new Date(atMs + minutes * MINUTE_MS)]
  const parts = await selectRows<{ body: Buffer }>(client, PARTS, [placeId, SHORTER[minutes], ...window])
  const tally = new GraphTally()
  let [traces, leftOut] = [0, 0]
  for (const { body } of parts) {
    const facts = addPackedGraph(tally, body)
    traces += facts.traces
    leftOut = Math.max(leftOut, facts.leftOut)
    tally.compact()
  }
  await put(client, placeId, minutes, { atMs, body: parts.length === 0 ? null : packGraph(tally, { traces, leftOut }) })
}

async function put(
  client: pg.ClientBase,
  placeId: number,
  minutes: Length,
  { atMs, body }: { atMs: number; body: Buffer | null },
): Promise<void> {
  const key = [placeId, minutes, new Date(atMs)]
  if (body === null) await client.query(DROP, key)
  else await client.query(PUT, [...key, body])
}

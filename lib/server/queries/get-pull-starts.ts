import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/**
 * Where what is pulled of a window begins, within it, in whole minutes: CloudWatch's counts, and log lines. The window's
 * end where all of it lies before.
 */
export type PullStarts = { countsFromMs: number; logsFromMs: number }

type Row = { metrics: number | null; logs: number | null }

const MINUTE = 60_000
const startOf = (step: 'metrics' | 'logs') => {
  const states = `sync_state s where s.step = '${step}' and s.account_region_id in (select id from place)`
  // Most windows begin after that, which the first state that is met tells.
  return `case when not exists (select from ${states} and s.target_from <= $2)
    then (select round(date_part('epoch', min(s.target_from)) * 1000) from ${states}) end as ${step}`
}
const SQL = `
  with place as (select id from account_region where pulled and ($1::int[] is null or id = any($1)))
  select ${startOf('metrics')}, ${startOf('logs')}`

/** Of the account and region that is pulled furthest back. placeIds: null for everywhere. A window that is pulled whole, or of which nothing is said, keeps its start. */
export async function getPullStarts(db: Db, placeIds: readonly number[] | null, window: Window): Promise<PullStarts> {
  const [row] = await selectRows<Row>(db.pool, SQL, [placeIds, new Date(window.fromMs)])
  const within = (startMs: number | null | undefined) =>
    startMs == null ? window.fromMs : Math.min(window.toMs, Math.ceil(startMs / MINUTE) * MINUTE)
  return { countsFromMs: within(row?.metrics), logsFromMs: within(row?.logs) }
}

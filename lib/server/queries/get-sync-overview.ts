import type { SyncResponse } from '@/lib/contracts/sync'
import { periodStartMs } from '@/lib/domain/budget'
import { type Db, selectRows } from '@/lib/server/db'
import type { Env } from '@/lib/server/env'
import { getStorage, KEPT_TABLES } from '@/lib/server/queries/get-storage'
import { listAccountStates } from '@/lib/server/queries/list-accounts'
import { listBackfillPaces } from '@/lib/server/queries/list-backfill-paces'
import { listBudgets } from '@/lib/server/queries/list-budgets'
import { listStepStates } from '@/lib/server/queries/list-step-states'
import type { TablePart } from '@/lib/server/queries/list-table-parts'
import { measureDiskLately } from '@/lib/server/queries/measure-disk'
import { summariseSources } from '@/lib/server/queries/summarise-sources'

const RUNS = 200
const TABLES = [
  'lambda_function',
  'log_event',
  'log_block',
  'invocation',
  'invocation_minute',
  'invocation_hour',
  'metric_hour',
  'trace',
  'trace_documents',
]

/**
 * What was pulled, how far back, what AWS refused, the newest 200 runs, and what is stored (rows are Postgres's own
 * estimate, and sizes at most a minute old). Of the process: where it is told that the data comes from, and where the embedded database is, if there is one.
 */
export async function getSyncOverview(
  db: Db,
  { source, dataDirectory }: Pick<Env, 'source' | 'dataDirectory'>,
  nowMs: number,
): Promise<SyncResponse> {
  const disk = measureDiskLately(db, ['lambda_function', ...KEPT_TABLES], nowMs)
  const [states, paces, accounts, spend, { items: budgets }, refusals, runs, { parts }, storage] = await Promise.all([
    listStepStates(db),
    listBackfillPaces(db, nowMs),
    listAccountStates(db),
    listPlaceSpend(db, nowMs),
    listBudgets(db, nowMs),
    listRefusals(db),
    listRuns(db),
    disk,
    getStorage(db, dataDirectory, nowMs, disk),
  ])
  const sources = summariseSources(states, nowMs, paces)
  return {
    source,
    accounts,
    sources,
    spend,
    budgets,
    refusals,
    runs,
    stored: TABLES.map((table) => sumUp(table, parts)),
    storage,
  }
}

function listRefusals(db: Db): Promise<SyncResponse['refusals']> {
  return selectRows(
    db.pool,
    `select ar.account_id as "accountId", ar.region, a.service, a.operation, a.state, a.detail, a.iam_action as "iamAction",
            (extract(epoch from a.last_ok_at) * 1000)::float8 as "lastOkAtMs",
            (extract(epoch from a.last_failed_at) * 1000)::float8 as "lastFailedAtMs"
       from api_state a join account_region ar on ar.id = a.account_region_id
      where ar.pulled and a.state <> 'ok' order by ar.account_id, ar.region, a.service, a.operation`,
    [],
  )
}

function listPlaceSpend(db: Db, nowMs: number): Promise<SyncResponse['spend']> {
  return selectRows(
    db.pool,
    `select ar.account_id as "accountId", ar.region, sum(u.usd)::float8 as "monthUsd",
            coalesce(sum(u.usd) filter (where u.hour >= $1), 0)::float8 as "todayUsd"
       from api_usage u join account_region ar on ar.id = u.account_region_id
      where ar.pulled and u.hour >= $2 group by ar.account_id, ar.region`,
    [new Date(periodStartMs('day', nowMs)), new Date(periodStartMs('month', nowMs))],
  )
}

function listRuns(db: Db): Promise<SyncResponse['runs']> {
  return selectRows(
    db.pool,
    `select r.id::text as id, ar.account_id as "accountId", ar.region, r.step, r.subject,
            (extract(epoch from r.started_at) * 1000)::float8 as "startedAtMs",
            (extract(epoch from r.ended_at) * 1000)::float8 as "endedAtMs", r.outcome, r.detail,
            (extract(epoch from r.from_at) * 1000)::float8 as "fromMs",
            (extract(epoch from r.to_at) * 1000)::float8 as "toMs", r.calls, r.rows
       from sync_run r join account_region ar on ar.id = r.account_region_id
      order by r.started_at desc, r.id desc limit $1`,
    [RUNS],
  )
}

function sumUp(table: string, parts: readonly TablePart[]): SyncResponse['stored'][number] {
  const own = parts.filter((part) => part.table === table)
  return {
    table,
    rows: own.reduce((sum, { rows }) => sum + rows, 0),
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

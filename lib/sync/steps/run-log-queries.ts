import { storableText } from '@/lib/domain/storable-text'
import { selectRows } from '@/lib/server/db'
import { BudgetUsedUp } from '@/lib/server/meter'
import { AwsFailure, type AwsFailureKind } from '@/lib/sync/aws/aws-failure'
import { awaitLogQuery, scannedBy } from '@/lib/sync/aws/get-query-results'
import { functionsOf, ofFunction } from '@/lib/sync/aws/of-function'
import { type AskedRows, readAskedRows, startAskedQuery } from '@/lib/sync/aws/run-asked-query'
import { findMarkedQueries, type StartedQuery } from '@/lib/sync/aws/start-marked-query'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readGroupOwners } from '@/lib/sync/store/intern-streams'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

type Asked = {
  id: string
  logGroup: string
  query: string
  fromMs: number
  toMs: number
  state: string
  queryId: string | null
  failures: number
  isCounted: boolean
}

const REST_MS = 3_600_000
const MOST_ROWS = 1_000
const ATTEMPTS = 3
/** AWS's answer to the query itself; anything else is tried again. */
const ANSWERS: ReadonlySet<AwsFailureKind> = new Set<AwsFailureKind>(['denied', 'unavailable', 'gone', 'other'])
/** What AWS surely did not begin. */
const NOT_BEGUN: ReadonlySet<AwsFailureKind> = new Set<AwsFailureKind>(['throttled', 'credentials'])
const OPEN = `
  SELECT id, log_group AS "logGroup", query, (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs",
    (extract(epoch FROM to_at) * 1000)::float8 AS "toMs", state, query_id AS "queryId", failures, scanned_bytes IS NOT NULL AS "isCounted"
  FROM log_query WHERE account_region_id = $1 AND state IN ('waiting', 'starting', 'running') ORDER BY asked_at, id LIMIT 1`
const STARTING = `UPDATE log_query SET state = 'starting' WHERE id = $1`
const RUNNING = `UPDATE log_query SET state = 'running', query_id = $2 WHERE id = $1`
const AGAIN = `UPDATE log_query SET state = 'waiting' WHERE id = $1 AND query_id IS NULL`
const REPEAT = `UPDATE log_query SET state = 'waiting', query_id = NULL, scanned_bytes = NULL, failures = failures + 1 WHERE id = $1`
const COUNTED = 'UPDATE log_query SET scanned_bytes = $2 WHERE id = $1'
const ENDED = `UPDATE log_query SET state = $2, detail = $3, rows = $4::jsonb, ended_at = $5 WHERE id = $1`

/**
 * Asks Logs Insights the queries that people asked for, one after another, and keeps their first rows. One that AWS could
 * not finish is repeated twice. One that may have been sent when a worker died, or got no answer, is looked for among those
 * that AWS began, and not sent again: it would be paid twice.
 */
export const runLogQueries: SyncStep = {
  name: 'log-queries',
  kind: 'inventory',
  deadlineMs: 15 * 60_000,
  async run(run) {
    let rows = 0
    for (;;) {
      const [asked] = await selectRows<Asked>(run.lease, OPEN, [run.place.id])
      if (asked === undefined || run.signal.aborted) break
      const { soleFunctionId } = await readGroupOwners(run.lease, run.place.id, asked.logGroup)
      await answer({ ...run, aws: ofFunction(run.aws, soleFunctionId) }, asked)
      rows += 1
    }
    return { state: 'ok', detail: null, nextRunAtMs: run.nowMs + REST_MS, rows }
  },
}

async function answer(run: StepRun, asked: Asked): Promise<void> {
  try {
    const query = asked.state === 'waiting' ? await start(run, asked) : await findBegun(run, asked)
    if (query === null) await end(run, asked, 'failed', 'It was cut short while it was being sent. Ask it again.')
    else await finish(run, asked, query)
  } catch (error) {
    if (error instanceof BudgetUsedUp) return end(run, asked, 'failed', error.message)
    if (!(error instanceof AwsFailure)) throw error
    if (!ANSWERS.has(error.kind)) {
      if (NOT_BEGUN.has(error.kind)) await run.lease.query(AGAIN, [asked.id])
      throw error
    }
    await end(run, asked, 'failed', `${error.message}${error.kind === 'denied' ? ` (${error.iamAction})` : ''}`)
  }
}

async function start(
  { lease, aws }: StepRun,
  { id, logGroup, query, fromMs, toMs, failures }: Asked,
): Promise<StartedQuery> {
  await lease.query(STARTING, [id])
  const started = await startAskedQuery(aws, { logGroup, query, window: { fromMs, toMs } }, markOf(id, failures))
  await lease.query(RUNNING, [id, started.id])
  return started
}

/** What was begun by a run that did not come to its end; null where nothing was, or AWS will not tell. */
async function findBegun({ lease, aws }: StepRun, asked: Asked): Promise<StartedQuery | null> {
  const found = await findMarkedQueries(aws, asked.logGroup, markOf(asked.id, asked.failures))
  const id = asked.queryId ?? found?.[0]
  if (id === undefined) return null
  if (asked.queryId === null) await lease.query(RUNNING, [asked.id, id])
  return { id, otherIds: (found ?? []).filter((one) => one !== id), lost: 0 }
}

/** Each repetition of a query is one of its own. */
function markOf(id: string, failures: number): string {
  return `${id} ${failures}`
}

async function finish(run: StepRun, asked: Asked, { id: queryId, otherIds, lost }: StartedQuery): Promise<void> {
  const ended = await awaitLogQuery(run.aws, queryId)
  if (ended === null) return end(run, asked, 'failed', 'AWS has forgotten the query.')
  // AWS bills no query that failed.
  if (ended.status === 'Failed' && asked.failures + 1 < ATTEMPTS) {
    await count(run, await scannedBy(run.aws, otherIds), () => run.lease.query(REPEAT, [asked.id]))
    return
  }
  if (!asked.isCounted) {
    const scanned = ended.billedBytes * (1 + lost) + (await scannedBy(run.aws, otherIds))
    await count(run, scanned, () => run.lease.query(COUNTED, [asked.id, scanned]))
  }
  if (ended.status !== 'Complete') return end(run, asked, 'failed', `AWS ended the query as ${ended.status}.`)
  await end(run, asked, 'complete', null, await readAskedRows(run.aws, queryId, MOST_ROWS))
}

/** What was scanned is counted in the transaction that notes that it is. */
async function count({ lease, aws }: StepRun, units: number, note: () => Promise<unknown>): Promise<void> {
  const { accountRegionId, meter, nowMs } = aws
  const of = { accountRegionId, functions: functionsOf(aws) }
  await inTransaction(lease, async () => {
    await meter.afterCall({ ...of, service: 'logs', operation: 'StartQuery', units, atMs: nowMs }, lease)
    await note()
  })
}

async function end(
  { lease, nowMs }: StepRun,
  { id }: Asked,
  state: 'complete' | 'failed',
  detail: string | null,
  found: AskedRows | null = null,
): Promise<void> {
  const json =
    found === null
      ? null
      : JSON.stringify(found, (_, value) => (typeof value === 'string' ? storableText(value) : value))
  await lease.query(ENDED, [id, state, detail, json, new Date(nowMs)])
}

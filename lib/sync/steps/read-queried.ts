import { randomUUID } from 'node:crypto'
import { awaitLogQuery, type QueryEnd, readLogQuery, scannedBy } from '@/lib/sync/aws/get-query-results'
import { functionsOf } from '@/lib/sync/aws/of-function'
import { MOST_ROWS, startLogQuery } from '@/lib/sync/aws/start-log-query'
import { findMarkedQueries } from '@/lib/sync/aws/start-marked-query'
import {
  advanceReading,
  floorSecond,
  type QueryReading,
  type QueryUnderWay,
  rowsAtOnce,
} from '@/lib/sync/steps/plan-query'
import { coverState } from '@/lib/sync/store/cover-state'
import { encodeLogPage } from '@/lib/sync/store/encode-log-page'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { storeLogPage } from '@/lib/sync/store/store-log-page'
import type { StepRun } from '@/lib/sync/sync-step'

/** next: where the reading goes on. isLost: a second was left behind that has more lines than a query gives. */
export type QueriedRead = { next: QueryReading; rows: number; isLost: boolean; failed: string | null }

type RunningQuery = QueryUnderWay & { id: string }

const KEEP = `
  UPDATE sync_state SET cursor = coalesce(cursor, '{}'::jsonb) || $4::jsonb
  WHERE account_region_id = $1 AND step = $2 AND subject = $3`

/**
 * Reads one window of a reading with Logs Insights and stores its lines, page by page. The query is noted before it is sent
 * and as soon as AWS has named it: a run that dies meanwhile, or gets no answer, leaves it to the next one, which finds it
 * and pays for nothing twice. What it scanned is counted in the transaction that notes that it is. failed: how a query ended that gave no answer; it is to be repeated.
 */
export async function readQueried(run: StepRun, context: LogPageContext, reading: QueryReading): Promise<QueriedRead> {
  const query = await openQuery(run, reading)
  const begun = { ...reading, query }
  const end = await awaitLogQuery(run.aws, query.id)
  if (end === null) return giveUp(run, reading, 'was forgotten by AWS')
  if (!query.isCounted) await countScanned(run, begun, end)
  if (end.status !== 'Complete') return giveUp(run, reading, `ended as ${end.status}`)
  return storeAnswer(run, context, begun, end)
}

/** Keeps where the reading stands. */
function keepReading({ place, step, subject, lease }: StepRun, reading: QueryReading) {
  return lease.query(KEEP, [place.id, step, subject, JSON.stringify({ reading })])
}

/** The query that is under way, also where only its mark is known, or a new one. */
async function openQuery(run: StepRun, reading: QueryReading): Promise<RunningQuery> {
  const { query } = reading
  if (query === null) return beginQuery(run, reading, 0)
  if (query.id !== null) return { ...query, id: query.id }
  const found = await findMarkedQueries(run.aws, run.subject, query.mark)
  const [id, ...otherIds] = found ?? []
  // Where AWS will not list it, it is taken for one that has begun.
  if (id === undefined) return beginQuery(run, reading, query.lost + (found === null ? 1 : 0))
  const running = { ...query, id, otherIds }
  await keepReading(run, { ...reading, query: running })
  return running
}

async function beginQuery(run: StepRun, reading: QueryReading, lost: number): Promise<RunningQuery> {
  const { fromMs, sizeMs } = reading
  const toMs = Math.min(fromMs + sizeMs, reading.toMs)
  const query = { mark: randomUUID(), id: null, otherIds: [], lost, toMs, isCounted: false }
  await keepReading(run, { ...reading, query })
  let mayHaveBegun = false
  const onLost = () => {
    mayHaveBegun = true
  }
  try {
    const started = await startLogQuery(run.aws, run.subject, { fromMs, toMs }, { mark: query.mark, onLost })
    const running = { ...query, ...started, lost: lost + started.lost }
    await keepReading(run, { ...reading, query: running })
    return running
  } catch (error) {
    if (!mayHaveBegun) await keepReading(run, { ...reading, query: null })
    throw error
  }
}

async function countScanned(
  run: StepRun,
  reading: QueryReading & { query: RunningQuery },
  { billedBytes }: QueryEnd,
): Promise<void> {
  const { accountRegionId, nowMs, meter } = run.aws
  const { otherIds, lost } = reading.query
  const units = billedBytes * (1 + lost) + (await scannedBy(run.aws, otherIds))
  const of = { accountRegionId, functions: functionsOf(run.aws) }
  const call = { ...of, service: 'logs', operation: 'StartQuery', units, atMs: nowMs }
  await inTransaction(run.lease, async () => {
    await meter.afterCall(call, run.lease)
    await keepReading(run, { ...reading, query: { ...reading.query, isCounted: true } })
  })
}

async function giveUp(run: StepRun, reading: QueryReading, failed: string): Promise<QueriedRead> {
  const next = { ...reading, query: null }
  await keepReading(run, next)
  return { next, rows: 0, isLost: false, failed }
}

/** Each page covers the time before its last second; the last page also moves the reading on. */
async function storeAnswer(
  run: StepRun,
  context: LogPageContext,
  reading: QueryReading & { query: RunningQuery },
  { billedBytes }: QueryEnd,
): Promise<QueriedRead> {
  const { fromMs, query } = reading
  let coveredMs = fromMs
  const read: QueriedRead = { next: reading, rows: 0, isLost: false, failed: null }
  for await (const page of readLogQuery(run.aws, query.id, rowsAtOnce(billedBytes))) {
    const isCut = page.isLast && page.rows >= MOST_ROWS
    const events = page.events.filter(({ atMs }) => atMs >= fromMs && atMs < query.toMs)
    const lastSecondMs = Math.max(coveredMs, floorSecond(events.at(-1)?.atMs ?? coveredMs))
    const sureMs = page.isLast && !isCut ? query.toMs : lastSecondMs
    const { next, isLost } = advanceReading(reading, { sureMs, isCut, billedBytes })
    read.rows += await inTransaction(run.lease, async () => {
      const added = await storeLogPage(run.lease, context, encodeLogPage(context.group.accountRegionId, events))
      const window = { fromMs: coveredMs, toMs: sureMs }
      await coverState(run, { window, forget: null, cursor: page.isLast ? { reading: next } : {} })
      return added
    })
    coveredMs = sureMs
    if (page.isLast) Object.assign(read, { next, isLost })
  }
  return read
}

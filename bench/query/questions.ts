import { DAY, type StoredHistory } from '@/bench/query/history-shape'
import { listPageQuestions } from '@/bench/query/page-questions'
import type { Question } from '@/bench/query/question'
import { movingWindow } from '@/lib/domain/time-range'
import { type Db, selectRows } from '@/lib/server/db'
import { getFunctionDetail } from '@/lib/server/queries/get-function-detail'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { getHealth } from '@/lib/server/queries/get-health'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { getSpend } from '@/lib/server/queries/get-spend'
import { getSyncOverview } from '@/lib/server/queries/get-sync-overview'
import { getTrace } from '@/lib/server/queries/get-trace'
import { getTraceGraph } from '@/lib/server/queries/get-trace-graph'
import { listBudgets } from '@/lib/server/queries/list-budgets'
import { listFunctions } from '@/lib/server/queries/list-functions'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { listQualifiers } from '@/lib/server/queries/list-qualifiers'
import { listTraces } from '@/lib/server/queries/list-traces'

const TOTALS = `
  SELECT count(*) AS invocations, count(*) FILTER (WHERE result <> 'success') AS errors, sum(billed_ms), max(max_memory_used_mb),
    count(*) FILTER (WHERE cold_start) AS cold, percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_ms)
  FROM invocation WHERE started_at >= $1 AND started_at < $2`
const SERIES = `
  SELECT date_bin($3 * interval '1 ms', started_at, $1) AS at, count(*), count(*) FILTER (WHERE result <> 'success'),
    percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_ms)
  FROM invocation WHERE started_at >= $1 AND started_at < $2 AND function_id = $4 GROUP BY 1 ORDER BY 1`

/** Every question that a page asks of a window, of the busiest function where it is about one. */
export async function listQuestions(db: Db, history: StoredHistory, days: number): Promise<Question[]> {
  const { toMs: to } = history
  // As pages ask for the last so many days.
  const { fromMs: from } = movingWindow(days * DAY, to)
  const range = { from, to }
  const [busiest] = history.functions
  if (busiest === undefined) throw new Error('There is no function')
  const top = await getFunctionIdentity(db, busiest.name, {})
  const middle = await getFunctionIdentity(
    db,
    history.functions[Math.floor(history.functions.length / 2)]?.name ?? '',
    {},
  )
  const times = [new Date(from), new Date(to)]
  const raw = (sql: string, values: unknown[]) => () => selectRows(db.pool, sql, [...times, ...values])
  const periodMs = days === 1 ? 10 * 60_000 : 3_600_000
  const page = { limit: 50, sort: 'newest' as const }
  const slowest = { limit: 50, sort: 'slowest' as const }
  const newest = await listInvocations(db, top, { ...range, ...page }, to)
  const slow = await listInvocations(db, top, { ...range, ...slowest }, to)
  const band = (slow.items.at(-1)?.durationMs ?? 0) / 4
  const traced = await selectRows<{ id: string }>(db.pool, `SELECT trace_id AS id FROM trace_documents LIMIT 1`, [])
  const [invocationId, traceId] = [newest.items[0]?.id ?? '', traced[0]?.id ?? '']
  return [
    {
      name: 'functions',
      ask: () => listFunctions(db, { ...range, limit: 200 }, to),
      raw: raw(`${TOTALS.replace('SELECT', 'SELECT function_id,')} GROUP BY function_id`, []),
    },
    {
      name: 'summary',
      ask: () => getFunctionSummary(db, top, range, to),
      raw: raw(`${TOTALS} AND function_id = $3`, [top.id]),
    },
    { name: 'summary_alias', ask: () => getFunctionSummary(db, top, { ...range, qualifier: 'live' }, to) },
    {
      name: 'summary_version',
      ask: () => getFunctionSummary(db, top, { ...range, qualifier: '2' }, to),
      raw: raw(`${TOTALS} AND function_id = $3 AND version = '2'`, [top.id]),
    },
    { name: 'summary_middle', ask: () => getFunctionSummary(db, middle, range, to) },
    { name: 'metrics', ask: () => getFunctionMetrics(db, top, range, to), raw: raw(SERIES, [periodMs, top.id]) },
    {
      name: 'metrics_middle',
      ask: () => getFunctionMetrics(db, middle, range, to),
      raw: raw(SERIES, [periodMs, middle.id]),
    },
    { name: 'detail', ask: () => getFunctionDetail(db, top) },
    { name: 'qualifiers', ask: () => listQualifiers(db, top.id) },
    { name: 'invocations', isList: true, ask: () => listInvocations(db, top, { ...range, ...page }, to) },
    {
      name: 'invocations_failed',
      isList: true,
      ask: () => listInvocations(db, top, { ...range, ...page, result: 'error' }, to),
    },
    {
      name: 'invocations_next',
      isList: true,
      ask: () => listInvocations(db, top, { ...range, ...page, cursor: newest.nextCursor ?? undefined }, to),
    },
    { name: 'invocations_slowest', isList: true, ask: () => listInvocations(db, top, { ...range, ...slowest }, to) },
    {
      name: 'invocations_slowest_next',
      isList: true,
      ask: () => listInvocations(db, top, { ...range, ...slowest, cursor: slow.nextCursor ?? undefined }, to),
    },
    {
      name: 'invocations_slowest_failed',
      isList: true,
      ask: () => listInvocations(db, top, { ...range, ...slowest, result: 'error' }, to),
    },
    {
      name: 'invocations_slowest_version',
      isList: true,
      ask: () => listInvocations(db, top, { ...range, ...slowest, qualifier: '2' }, to),
    },
    {
      name: 'invocations_of_duration',
      isList: true,
      ask: () => listInvocations(db, top, { ...range, ...page, minDurationMs: band, maxDurationMs: band * 1.05 }, to),
    },
    {
      name: 'invocations_version',
      isList: true,
      ask: () => listInvocations(db, top, { ...range, ...page, qualifier: '2' }, to),
    },
    { name: 'invocation', ask: () => getInvocation(db, invocationId) },
    { name: 'traces', isList: true, ask: () => listTraces(db, { ...range, ...page }, to) },
    {
      name: 'traces_of_function',
      isList: true,
      ask: () => listTraces(db, { ...range, ...page, functionName: top.name }, to),
    },
    {
      name: 'traces_of_seldom_function',
      isList: true,
      ask: () => listTraces(db, { ...range, ...page, functionName: history.functions.at(-1)?.name }, to),
    },
    {
      name: 'traces_filtered',
      isList: true,
      ask: () => listTraces(db, { ...range, ...page, filter: 'fault = true AND duration > 1' }, to),
    },
    { name: 'traces_slowest', isList: true, ask: () => listTraces(db, { ...range, ...page, sort: 'slowest' }, to) },
    { name: 'traces_failed', isList: true, ask: () => listTraces(db, { ...range, ...page, sort: 'failed' }, to) },
    { name: 'traces_largest', isList: true, ask: () => listTraces(db, { ...range, ...page, sort: 'largest' }, to) },
    { name: 'trace', ask: () => getTrace(db, traceId) },
    { name: 'trace_graph', ask: () => getTraceGraph(db, traceId) },
    { name: 'spend', ask: () => getSpend(db, range) },
    { name: 'budgets', ask: () => listBudgets(db, to) },
    { name: 'sync', ask: () => getSyncOverview(db, { source: 'aws', dataDirectory: '.' }, to) },
    { name: 'health', ask: () => getHealth(db, to) },
    ...listPageQuestions(db, history, top, days),
  ]
}

import type { CoverageRequest, CoverageResponse } from '@/lib/contracts/coverage'
import type { Coverage } from '@/lib/contracts/summary'
import { type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { explainScope, type ScopeFacts } from '@/lib/server/queries/explain-scope'
import { listFleet } from '@/lib/server/queries/list-fleet'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'
import { listReadStates } from '@/lib/server/queries/list-read-states'
import { type FunctionReading, readFunctionFigures } from '@/lib/server/queries/read-function-figures'
import type { Refusal } from '@/lib/server/queries/source-reasons'

type FactRow = Omit<ScopeFacts, 'refusals' | 'steps' | 'functions' | 'withoutGroup'> & {
  idsWithoutGroup: number[] | null
  refusals: (Refusal & Place)[] | null
}
type Place = { accountId: string; region: string }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Traces of longer windows are too many to count for a chip. */
const MOST_TRACED_MS = 25 * HOUR
/** By then CloudWatch's counts and log lines have both come, so that they can be compared. */
const SETTLED_MS = 10 * 60_000
const FACTS = `
  select count(*) filter (where f.log_format = 'JSON' and f.system_log_level = 'WARN')::int as "hidingSuccess",
         count(*) filter (where f.tracing_mode = 'PassThrough')::int as untraced,
         count(*) filter (where g.log_group_class = 'INFREQUENT_ACCESS')::int as infrequent,
         count(*) filter (where g.retention_days is not null and $2 < $3::timestamptz - make_interval(days => g.retention_days))::int as "shortLived",
         array_agg(f.id) filter (where not f.inferred and (g.gone_at is not null or g.name is null and exists (
           select from sync_state s where s.account_region_id = f.account_region_id and s.step = 'log-groups' and s.state = 'ok'
              and s.next_run_at > s.last_started_at))) as "idsWithoutGroup",
         (select json_agg(json_build_object('operation', a.operation, 'state', a.state, 'detail', a.detail, 'iamAction', a.iam_action,
                            'accountId', ar.account_id, 'region', ar.region) order by a.operation, ar.account_id, ar.region)
            from api_state a join account_region ar on ar.id = a.account_region_id
           where a.state <> 'ok' and ar.pulled and ($1::int[] is null or a.account_region_id = any($1))) as refusals
    from lambda_function f
    left join log_group g on g.account_region_id = f.account_region_id and g.name = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
   where f.gone_at is null and ($1::int[] is null or f.account_region_id = any($1))`
const TRACED = `
  select count(*)::int as traced from (
    select distinct function_id, trace_id, request_id from trace_function
     where started_at >= $2 and started_at < $3 and function_id = any(array(select unnest($1::int[])))) t`

/** What the figures of a scope rest on, and every known reason why they show less than there is. */
export async function getScopeCoverage(db: Db, request: CoverageRequest, nowMs: number): Promise<CoverageResponse> {
  const window = settledPart(widenToMinutes(checkWindow(request)), nowMs)
  const placeIds = await listPlaceIds(db, request)
  const listed = await listFleet(db, request)
  // What lines show is counted also where they show failures alone: that is what coverage is about.
  const functions = listed.map((fn) => ({ ...fn, hidesSuccess: false }))
  const periodMs = window.toMs - window.fromMs
  const [readings, [facts], steps, traced] = await Promise.all([
    readFunctionFigures(db, functions, { ...window, periodMs, originMs: window.fromMs, nowMs }, [], {
      withDurations: false,
      counts: ['Invocations'],
    }),
    selectRows<FactRow>(db.pool, FACTS, [placeIds, new Date(window.fromMs), new Date(nowMs)]),
    listReadStates(db, placeIds, window.toMs),
    periodMs > MOST_TRACED_MS ? null : countTraced(db, functions, window),
  ])
  if (facts === undefined) throw new Error('An aggregate has no row')
  const { idsWithoutGroup, ...counts } = facts
  const absent = new Set(idsWithoutGroup)
  // Without a call there is nothing to log.
  const withoutGroup = readings.filter(({ figures }, index) => {
    return absent.has(functions[index]?.id ?? 0) && figures.invocations !== 0
  }).length
  const scope = { ...counts, withoutGroup, functions: functions.length, refusals: facts.refusals ?? [], steps }
  return {
    ...window,
    functions: functions.length,
    compared: readings.filter(({ figures, logs }) => figures.invocations !== null && logs !== null).length,
    coverage: { ...sharesOf(readings, traced), reasons: explainScope(scope, window, nowMs) },
  }
}

/** Without the newest minutes, unless there are no others. */
function settledPart({ fromMs, toMs }: Window, nowMs: number): Window {
  const settledMs = Math.floor((nowMs - SETTLED_MS) / MINUTE) * MINUTE
  return { fromMs, toMs: settledMs > fromMs ? Math.min(toMs, settledMs) : toMs }
}

async function countTraced(db: Db, functions: readonly { id: number }[], { fromMs, toMs }: Window): Promise<number> {
  const values = [functions.map(({ id }) => id), new Date(fromMs), new Date(toMs)]
  const [row] = await selectRows<{ traced: number }>(db.pool, TRACED, values)
  return row?.traced ?? 0
}

/** Of the functions of which both sides are known. */
function sharesOf(
  readings: readonly Pick<FunctionReading, 'figures' | 'logs'>[],
  traced: number | null,
): Pick<Coverage, 'logs' | 'traces'> {
  let [all, compared, seen] = [0, 0, 0]
  for (const { figures, logs } of readings) {
    if (figures.invocations === null) continue
    all += figures.invocations
    if (logs === null) continue
    compared += figures.invocations
    seen += logs.invocations
  }
  return {
    logs: compared === 0 ? null : seen / compared,
    traces: all === 0 || traced === null ? null : traced / all,
  }
}

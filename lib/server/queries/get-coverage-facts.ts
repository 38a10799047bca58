import type { Covered, Window } from '@/lib/domain/covered-window'
import { firstKeptMs } from '@/lib/domain/retention'
import { type Db, selectRows } from '@/lib/server/db'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getRetention } from '@/lib/server/queries/get-retention'
import type { Refusal } from '@/lib/server/queries/source-reasons'

/** What is known of one source of a function's figures. */
export type SourceFacts = {
  state: string
  detail: string | null
  done: number | null
  total: number | null
  targetFromMs: number | null
  covered: Covered
}

export type CoverageFacts = {
  metrics: SourceFacts | null
  logs: SourceFacts | null
  traces: SourceFacts | null
  refusals: Refusal[]
  logGroup: { logGroupClass: string | null; retentionDays: number | null; gone: boolean } | null
  /** Whether the region's log groups have been listed, so that an unknown group is an absent one. */
  logGroupsListed: boolean
  /** Since when invocations and their log lines are kept; older ones are counted only. */
  detailFromMs: number
}

type SourceRow = Omit<SourceFacts, 'covered'> & { kind: string; covered: [number, number][] | null }

type Row = {
  sources: SourceRow[] | null
  refusals: Refusal[] | null
  logGroup: CoverageFacts['logGroup']
  logGroupsListed: boolean
}

const SQL = `
  select (select json_agg(json_build_object('kind', s.kind, 'state', s.state, 'detail', s.detail, 'done', s.done,
                   'total', s.total, 'targetFromMs', (extract(epoch from s.target_from) * 1000)::float8,
                   'covered', (select json_agg(json_build_array((extract(epoch from lower(r)) * 1000)::float8,
                                                                (extract(epoch from upper(r)) * 1000)::float8) order by r)
                                 from unnest(s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz))) r))
                 order by isempty(s.covered), s.step)
            from sync_state s
           where s.account_region_id = $1
             and (s.kind in ('metrics', 'traces') or (s.kind = 'logs' and s.subject = $4))) as sources,
         (select json_agg(json_build_object('operation', a.operation, 'state', a.state, 'detail', a.detail,
                                            'iamAction', a.iam_action) order by a.operation)
            from api_state a where a.account_region_id = $1 and a.state <> 'ok') as refusals,
         (select json_build_object('logGroupClass', g.log_group_class, 'retentionDays', g.retention_days,
                                   'gone', g.gone_at is not null)
            from log_group g where g.account_region_id = $1 and g.name = $4) as "logGroup",
         exists (select from sync_state s where s.account_region_id = $1 and s.step = 'log-groups' and s.state = 'ok'
                                            and s.next_run_at > s.last_started_at) as "logGroupsListed"`

/** How far metrics, the function's log group and traces are read within the window, and what AWS refused. */
export async function getCoverageFacts(
  db: Db,
  identity: FunctionIdentity,
  window: Window,
  nowMs: number,
): Promise<CoverageFacts> {
  const values = [identity.accountRegionId, new Date(window.fromMs), new Date(window.toMs), identity.logGroupName]
  const [[row], retention] = await Promise.all([selectRows<Row>(db.pool, SQL, values), getRetention(db)])
  const sources = row?.sources ?? []
  return {
    metrics: sourceOf(sources, 'metrics'),
    logs: sourceOf(sources, 'logs'),
    traces: sourceOf(sources, 'traces'),
    refusals: row?.refusals ?? [],
    logGroup: row?.logGroup ?? null,
    logGroupsListed: row?.logGroupsListed ?? false,
    detailFromMs: firstKeptMs(nowMs, Math.min(retention.invocations, retention.logLines)),
  }
}

/** Whether the function has no log group, as far as AWS says: it never ran, or may not write logs. */
export function isLogGroupAbsent({ logs, logGroup, logGroupsListed }: CoverageFacts): boolean {
  if (logGroup?.gone) return true
  // The pull says in words why a group without lines is fine.
  if (logs !== null) return logs.state === 'ok' && logs.detail !== null
  return logGroupsListed && logGroup === null
}

function sourceOf(rows: readonly SourceRow[], kind: string): SourceFacts | null {
  const found = rows.find((row) => row.kind === kind)
  if (found === undefined) return null
  const { kind: _, covered, ...facts } = found
  return { ...facts, covered: (covered ?? []).map(([fromMs, toMs]) => ({ fromMs, toMs })) }
}

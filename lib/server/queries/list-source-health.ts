import type { SyncSource } from '@/lib/contracts/sync'
import { type Db, selectRows } from '@/lib/server/db'
import { compareSources, describeSame, severity } from '@/lib/server/queries/summarise-sources'

/** What a source lacks at this moment: how its worst step is doing, and how far the data is behind. */
export type SourceHealth = Pick<
  SyncSource,
  'kind' | 'account' | 'accountId' | 'region' | 'state' | 'detail' | 'lagMs' | 'lastOkAtMs'
>

/** The steps of a source that are in one state. Ends of what they cover, the earliest first; null where none covers anything. */
type Row = Pick<SourceHealth, 'kind' | 'account' | 'accountId' | 'region' | 'state' | 'detail' | 'lastOkAtMs'> & {
  steps: number
  timed: number
  reading: number
  timedToMs: number | null
  readingToMs: number | null
}

const MS = (moment: string) => `round(date_part('epoch', ${moment}) * 1000)`
const READING = `s.target_from is not null and not (s.state = 'ok' and (s.detail is not null or s."isUnused"))`
/* Thousands of steps: they are added up where they are, and those of a source are told by what they have in common. */
const SQL = `
  select ar.aws_account_id::text as account, ar.account_id as "accountId", ar.region, s.kind, s.state,
         nullif((min(array[s.step, s.subject, coalesce(s.detail, '')]))[3], '') as detail, ${MS('max(s.last_ok_at)')} as "lastOkAtMs",
         count(*)::int as steps, (count(*) filter (where s.target_from is not null))::int as timed,
         (count(*) filter (where ${READING}))::int as reading,
         ${MS('min(upper(s.covered)) filter (where s.target_from is not null)')} as "timedToMs",
         ${MS(`min(upper(s.covered)) filter (where ${READING})`)} as "readingToMs"
    from (select s.account_region_id, s.kind, s.step, s.subject, s.detail, s.last_ok_at, s.target_from, s.covered,
                 coalesce((s.cursor ->> 'isUnused')::bool, false) as "isUnused",
                 case when coalesce(a.paused, false) then 'paused' else s.state end as state
            from sync_state s join account_region p on p.id = s.account_region_id
            left join aws_account a on a.id = p.aws_account_id
           where p.pulled and s.kind in ('inventory', 'metrics', 'logs', 'traces')
             and s.step not in ('prune', 'pack-logs', 'log-queries', 'issues', 'trace-graphs')) s
    join account_region ar on ar.id = s.account_region_id
   group by ar.id, s.kind, s.state`

/** The four sources of each account-region that is pulled, as far as their health goes. One row for each state from Postgres. */
export async function listSourceHealth(db: Db, nowMs: number): Promise<SourceHealth[]> {
  const groups = new Map<string, Row[]>()
  for (const row of await selectRows<Row>(db.pool, SQL, [])) {
    const key = `${row.accountId} ${row.region} ${row.kind}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].flatMap((rows) => summarise(rows, nowMs)).sort(compareSources)
}

function summarise(rows: readonly Row[], nowMs: number): SourceHealth[] {
  const [worst] = [...rows].sort((left, right) => severity(left.state) - severity(right.state))
  if (worst === undefined) return []
  const { kind, account, accountId, region, state } = worst
  const listed = rows.flatMap(({ lastOkAtMs }) => lastOkAtMs ?? [])
  const lastOkAtMs = listed.length === 0 ? null : Math.max(...listed)
  const detail = describeSame(worst.detail, worst.steps)
  return [{ kind, account, accountId, region, state, detail, lagMs: lagOf(rows, lastOkAtMs, nowMs), lastOkAtMs }]
}

/** As the step that is furthest behind says (summarise-sources). */
function lagOf(rows: readonly Row[], lastOkAtMs: number | null, nowMs: number): number | null {
  const isReading = rows.some(({ reading }) => reading > 0)
  const ends = rows.flatMap((row) => (isReading ? row.readingToMs : row.timedToMs) ?? [])
  const isTimed = rows.some(({ timed }) => timed > 0)
  const known = isTimed ? ends : lastOkAtMs === null ? [] : [lastOkAtMs]
  return known.length === 0 ? null : Math.max(0, nowMs - Math.min(...known))
}

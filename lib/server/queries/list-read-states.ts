import type { SyncKind } from '@/lib/contracts/sync'
import type { Covered } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { coveredText, readCoveredText } from '@/lib/server/queries/covered-sql'

/** Repeated steps that are alike in what they have read, and how many they are. isWanted: history is to be read. covered: up to the moment in question. */
export type ReadState = {
  kind: SyncKind
  state: string
  detail: string | null
  isWanted: boolean
  steps: number
  covered: Covered
}

/* Of thousands of log groups nearly all are read alike: one row for all of those. */
const SQL = `
  select g.kind, g.state, g.detail, g."isWanted", g.steps, ${coveredText('g.covered', "'epoch'", '$2')} as covered from (
    select s.kind, case when coalesce(a.paused, false) then 'paused' else s.state end as state, s.detail,
           s.target_from is not null as "isWanted", s.covered, count(*)::int as steps
      from sync_state s join account_region ar on ar.id = s.account_region_id
      left join aws_account a on a.id = ar.aws_account_id
     where ar.pulled and s.kind in ('metrics', 'logs', 'traces') and s.step not in ('prune', 'pack-logs', 'log-queries', 'issues', 'trace-graphs')
       and ($1::int[] is null or s.account_region_id = any($1))
     group by 1, 2, 3, 4, 5) g`

/** How far metrics, logs and traces of some account-regions (null: of all that are pulled) are read up to a moment. */
export async function listReadStates(db: Db, placeIds: readonly number[] | null, toMs: number): Promise<ReadState[]> {
  const rows = await selectRows<Omit<ReadState, 'covered'> & { covered: string | null }>(db.pool, SQL, [
    placeIds,
    new Date(toMs),
  ])
  return rows.map(({ covered, ...row }) => ({ ...row, covered: readCoveredText(covered) }))
}

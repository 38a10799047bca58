import type { SyncKind } from '@/lib/contracts/sync'
import type { Covered } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { type CoveredRow, coveredColumns, coveredOf } from '@/lib/server/queries/covered-sql'

/** One repeated step for one subject, as the worker keeps it. isUnused: of a log group that rests until CloudWatch tells of a call. */
export type StepState = {
  placeId: number
  account: string | null
  accountId: string
  region: string
  kind: SyncKind
  step: string
  subject: string
  state: string
  detail: string | null
  lastStartedAtMs: number | null
  lastOkAtMs: number | null
  targetFromMs: number | null
  done: number | null
  total: number | null
  backfillPaused: boolean
  isUnused: boolean
  covered: Covered
}

/** Every step's state in the account-regions that are pulled, by account, region, kind, step and subject. Steps that only keep house (prune) are left out. */
export async function listStepStates(db: Db): Promise<StepState[]> {
  const rows = await selectRows<Omit<StepState, 'covered'> & CoveredRow>(
    db.pool,
    `select s.account_region_id as "placeId", ar.aws_account_id::text as account, ar.account_id as "accountId", ar.region, s.kind, s.step, s.subject,
            case when coalesce(a.paused, false) then 'paused' else s.state end as state,
            s.detail, round(date_part('epoch', s.last_started_at) * 1000) as "lastStartedAtMs",
            round(date_part('epoch', s.last_ok_at) * 1000) as "lastOkAtMs",
            round(date_part('epoch', s.target_from) * 1000) as "targetFromMs", s.done, s.total,
            coalesce(s.kind = any(a.paused_backfills), false) as "backfillPaused",
            coalesce((s.cursor ->> 'isUnused')::bool, false) as "isUnused",
            ${coveredColumns('s.covered')}
       from sync_state s join account_region ar on ar.id = s.account_region_id
       left join aws_account a on a.id = ar.aws_account_id
      where ar.pulled and s.kind in ('inventory', 'metrics', 'logs', 'traces') and s.step not in ('prune', 'pack-logs', 'log-queries', 'issues', 'trace-graphs')
      order by ar.account_id, ar.region, s.kind, s.step, s.subject`,
    [],
  )
  return rows.map(({ coveredFromMs, coveredToMs, coveredParts, ...row }) => ({
    ...row,
    covered: coveredOf({ coveredFromMs, coveredToMs, coveredParts }),
  }))
}

import type { FirstBadVersion } from '@/lib/contracts/issues'
import { type Db, selectRows } from '@/lib/server/db'

type Row = { version: string; invocations: number; isBad: boolean }

const DAY = 86_400_000
const LOOK_BACK_DAYS = 7
/* Whole hours before the one of the first occurrence, and the minutes before it in its own. */
const BEFORE = `
  select r.version, sum(r.invocations)::int as invocations,
         exists (select from issue_hour h where h.issue_id = $4 and h.function_id = $1 and h.version = r.version) as "isBad"
    from (select version, invocations, at from invocation_hour
           where function_id = $1 and at >= $2 and at < date_trunc('hour', $3::timestamptz, 'UTC')
          union all
          select version, invocations, at from invocation_minute
           where function_id = $1 and at >= date_trunc('hour', $3::timestamptz, 'UTC') and at < date_trunc('minute', $3::timestamptz, 'UTC')) r
   group by r.version order by max(r.at) desc, invocations desc`
const PUBLISHED = `
  select round(date_part('epoch', coalesce(v.published_at, case when $2 = '$LATEST' then f.last_modified_at end)) * 1000) as at
    from lambda_function f left join function_version v on v.function_id = f.id and v.version = $2 where f.id = $1`

/**
 * What ran of a function in the seven days before an issue was seen first: whether its version had run without it (then
 * the deployment alone does not explain it), and which other version ran without it last.
 */
export async function getFirstBadVersion(
  db: Db,
  first: { issueId: number; functionId: number; version: string; atMs: number },
): Promise<Pick<FirstBadVersion, 'version' | 'publishedAtMs' | 'own' | 'other'>> {
  const { issueId, functionId, version, atMs } = first
  const fromMs = Math.floor(atMs / DAY - LOOK_BACK_DAYS) * DAY
  const [before, published] = await Promise.all([
    selectRows<Row>(db.pool, BEFORE, [functionId, new Date(fromMs), new Date(atMs), issueId]),
    selectRows<{ at: number | null }>(db.pool, PUBLISHED, [functionId, version]),
  ])
  const other = before.find((row) => row.version !== version && !row.isBad)
  return {
    version,
    publishedAtMs: published[0]?.at ?? null,
    own: before.find((row) => row.version === version)?.invocations ?? 0,
    other: other === undefined ? null : { version: other.version, invocations: other.invocations },
  }
}

import type { HoldersRequest, HoldersResponse } from '@/lib/contracts/ledger'
import { type Db, selectRows } from '@/lib/server/db'
import { findPlace, listPlaces } from '@/lib/server/queries/get-place'

type Row = {
  functionName: string | null
  metric: string
  isAnswered: boolean
  value: number | null
  periodMs: number | null
  reserved: number | null
  provisioned: number | null
  throttles: number | null
}

const MINUTE = 60_000
const CONCURRENT = 'ConcurrentExecutions'
const METRICS = [CONCURRENT, 'ClaimedAccountConcurrency', 'UnreservedConcurrentExecutions'] as const

// An hour holds 60, 12 or one equal periods. Of the account also what is only answered.
const pointOf = (series: string) => `
  select points[1 + floor(extract(epoch from $2::timestamptz - at) * cardinality(points) / 3600)::int] as value,
         3600000 / cardinality(points) as "periodMs"
    from metric_hour where series_id = ${series}.id and at = date_trunc('hour', $2::timestamptz, 'UTC')`
const SQL = `
  select f.name as "functionName", s.metric, s.covered @> $2::timestamptz as "isAnswered", h.value, h."periodMs",
         f.reserved_concurrency as reserved,
         (select sum(coalesce(p.allocated, p.requested))::float8 from provisioned_concurrency p
           where p.function_id = f.id) as provisioned,
         (select coalesce(v.value, case when t.covered @> $2::timestamptz then 0 end)
            from metric_series t left join lateral (${pointOf('t')}) v on true
           where f.id is not null and t.account_region_id = s.account_region_id and t.function_id = s.function_id
             and t.qualifier = '' and t.subject = '' and t.executed_version = ''
             and t.metric = 'Throttles' and t.statistic = 'Sum') as throttles
    from metric_series s
    left join lateral (${pointOf('s')}) h on true
    left join lambda_function f on f.id = s.function_id
   where s.account_region_id = $1 and s.qualifier = '' and s.subject = '' and s.executed_version = ''
     and s.metric = any($3::text[]) and s.statistic = 'Maximum' and (h.value is not null or s.function_id = 0)`

/**
 * What ran in one minute of an account and region, or in the longer period that CloudWatch keeps of what is old, the function
 * that ran the most first. Throws NOT_FOUND for no such place.
 */
export async function listHolders(db: Db, { accountId, region, at }: HoldersRequest): Promise<HoldersResponse> {
  const place = findPlace(await listPlaces(db), accountId, region)
  const atMs = Math.floor(at / MINUTE) * MINUTE
  const rows = await selectRows<Row>(db.pool, SQL, [place.id, new Date(atMs), METRICS])
  const account = (metric: (typeof METRICS)[number]) =>
    rows.find((row) => row.functionName === null && row.metric === metric)
  const toldOf = (metric: (typeof METRICS)[number]) => account(metric)?.value ?? null
  const functions = rows.flatMap(({ functionName, metric, value, reserved, provisioned, throttles }) => {
    if (functionName === null || metric !== CONCURRENT || !value) return []
    return [{ functionName, peak: value, reserved, provisioned, throttles }]
  })
  return {
    atMs,
    periodMs: Math.max(MINUTE, ...rows.map(({ periodMs }) => periodMs ?? MINUTE)),
    isAnswered: account(CONCURRENT)?.isAnswered ?? false,
    claimed: toldOf('ClaimedAccountConcurrency'),
    concurrent: toldOf(CONCURRENT),
    unreserved: toldOf('UnreservedConcurrentExecutions'),
    functions: functions.sort(
      (left, right) => right.peak - left.peak || (left.functionName < right.functionName ? -1 : 1),
    ),
  }
}

import type { HoldersRequest, HoldersResponse } from '@/lib/contracts/ledger'
import { type Db, selectRows } from '@/lib/server/db'
import { findPlace, listPlaces } from '@/lib/server/queries/get-place'

type Row = {
  functionName: string | null
  metric: string
  value: number
  reserved: number | null
  provisioned: number | null
}

const MINUTE = 60_000
const METRICS = [
  'ConcurrentExecutions',
  'Throttles',
  'ClaimedAccountConcurrency',
  'UnreservedConcurrentExecutions',
] as const

// An hour holds 60, 12 or one equal periods.
const SQL = `
  select f.name as "functionName", s.metric, h.value, f.reserved_concurrency as reserved,
         (select sum(coalesce(p.allocated, p.requested))::float8 from provisioned_concurrency p
           where p.function_id = f.id) as provisioned
    from metric_series s
    join lateral (
      select points[1 + floor(extract(epoch from $2::timestamptz - at) * cardinality(points) / 3600)::int] as value
        from metric_hour where series_id = s.id and at = date_trunc('hour', $2::timestamptz, 'UTC')) h on h.value is not null
    left join lambda_function f on f.id = s.function_id
   where s.account_region_id = $1 and s.qualifier = '' and s.subject = '' and s.executed_version = ''
     and s.metric = any($3::text[]) and s.statistic = case s.metric when 'Throttles' then 'Sum' else 'Maximum' end`

/** What ran in one minute of an account and region, the function that ran the most first. Throws NOT_FOUND for no such place. */
export async function listHolders(db: Db, { accountId, region, at }: HoldersRequest): Promise<HoldersResponse> {
  const place = findPlace(await listPlaces(db), accountId, region)
  const atMs = Math.floor(at / MINUTE) * MINUTE
  const rows = await selectRows<Row>(db.pool, SQL, [place.id, new Date(atMs), METRICS])
  const account = (metric: (typeof METRICS)[number]) =>
    rows.find((row) => row.functionName === null && row.metric === metric)?.value ?? null
  const throttles = new Map(
    rows.flatMap(({ functionName, metric, value }) =>
      functionName !== null && metric === 'Throttles' ? [[functionName, value]] : [],
    ),
  )
  const functions = rows.flatMap(({ functionName, metric, value, reserved, provisioned }) => {
    if (functionName === null || metric !== 'ConcurrentExecutions' || value === 0) return []
    return [{ functionName, peak: value, reserved, provisioned, throttles: throttles.get(functionName) ?? 0 }]
  })
  return {
    atMs,
    claimed: account('ClaimedAccountConcurrency'),
    concurrent: account('ConcurrentExecutions'),
    unreserved: account('UnreservedConcurrentExecutions'),
    functions: functions.sort(
      (left, right) => right.peak - left.peak || (left.functionName < right.functionName ? -1 : 1),
    ),
  }
}

import type { HoldersRequest, HoldersResponse } from '@/lib/contracts/ledger'
import { type Held, heldAt } from '@/lib/domain/concurrency/standing-at'
import { type Db, selectRows } from '@/lib/server/db'
import { getHeldFrom } from '@/lib/server/queries/get-held-from'
import { findPlace, listPlaces } from '@/lib/server/queries/get-place'
import { readHolders } from '@/lib/server/queries/read-holders'

type Row = {
  functionId: number
  functionName: string | null
  metric: string
  isAnswered: boolean
  value: number | null
  periodMs: number | null
  throttles: number | null
}

const MINUTE = 60_000
const NOTHING: Held = { reserved: null, provisioned: [] }
const CONCURRENT = 'ConcurrentExecutions'
const METRICS = [CONCURRENT, 'ClaimedAccountConcurrency', 'UnreservedConcurrentExecutions'] as const

// An hour holds 60, 12 or one equal periods. Of the account also what is only answered.
const pointOf = (series: string) => `
  select points[1 + floor(extract(epoch from $2::timestamptz - at) * cardinality(points) / 3600)::int] as value,
         3600000 / cardinality(points) as "periodMs"
    from metric_hour where series_id = ${series}.id and at = date_trunc('hour', $2::timestamptz, 'UTC')`
const SQL = `
  select s.function_id as "functionId", f.name as "functionName", s.metric, s.covered @> $2::timestamptz as "isAnswered", h.value, h."periodMs",
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
 * that ran the most first, with what it held then. Throws NOT_FOUND for no such place.
 */
export async function listHolders(db: Db, { accountId, region, at }: HoldersRequest): Promise<HoldersResponse> {
  const place = findPlace(await listPlaces(db), accountId, region)
  const atMs = Math.floor(at / MINUTE) * MINUTE
  const [rows, holders, heldFromMs] = await Promise.all([
    selectRows<Row>(db.pool, SQL, [place.id, new Date(atMs), METRICS]),
    readHolders(db, place.id, atMs),
    getHeldFrom(db, place.id),
  ])
  const isHeldKnown = heldFromMs !== null && atMs >= heldFromMs
  const account = (metric: (typeof METRICS)[number]) =>
    rows.find((row) => row.functionName === null && row.metric === metric)
  const toldOf = (metric: (typeof METRICS)[number]) => account(metric)?.value ?? null
  const heldBy = (functionId: number) => {
    const holder = holders.get(functionId)
    const { reserved, provisioned } = holder === undefined || !isHeldKnown ? NOTHING : heldAt(holder, atMs)
    return { reserved, provisioned: provisioned.length === 0 ? null : sumOf(provisioned) }
  }
  const functions = rows.flatMap(({ functionId, functionName, metric, value, throttles }) => {
    if (functionName === null || metric !== CONCURRENT || !value) return []
    return [{ functionName, peak: value, ...heldBy(functionId), throttles }]
  })
  return {
    atMs,
    periodMs: Math.max(MINUTE, ...rows.map(({ periodMs }) => periodMs ?? MINUTE)),
    isAnswered: account(CONCURRENT)?.isAnswered ?? false,
    claimed: toldOf('ClaimedAccountConcurrency'),
    concurrent: toldOf(CONCURRENT),
    unreserved: toldOf('UnreservedConcurrentExecutions'),
    isHeldKnown,
    functions: functions.sort(
      (left, right) => right.peak - left.peak || (left.functionName < right.functionName ? -1 : 1),
    ),
  }
}

function sumOf(provisioned: Held['provisioned']): number {
  return provisioned.reduce((sum, { value }) => sum + value, 0)
}

import type { InvocationItem } from '@/lib/contracts/invocations'
import type { TopInvocation, TopInvocationsRequest, TopInvocationsResponse } from '@/lib/contracts/top-invocations'
import type { Window } from '@/lib/domain/covered-window'
import { firstKeptMs } from '@/lib/domain/retention'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { checkWindow } from '@/lib/server/queries/check-window'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLoggedVersions } from '@/lib/server/queries/get-qualifier-source'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { getRetention } from '@/lib/server/queries/get-retention'
import {
  INVOCATION_COLUMNS,
  INVOCATION_TABLES,
  type InvocationRow,
  invocationItem,
} from '@/lib/server/queries/invocation-row'

const MOST = 5
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Minutes that are read for the dearest: more than there are dearest, for the most that one may have cost is not what one did. */
const DEAREST_MINUTES = 12

const OF = 'v.function_id = $1 and ($6::text[] is null or v.version = any($6::text[]))'
/* What no invocation of a rollup lasts longer than or costs more than, MB × ms. */
const BOUNDS = `max(v.duration_max_ms) as slowest,
  max((coalesce(v.duration_max_ms, 0) + coalesce(v.init_max_ms, 0)) * coalesce(v.memory_mb, 0)) as dearest`
const topOf = (rollups: string) => `
  (select at from ${rollups} order by slowest desc nulls last limit ${MOST})
  union (select at from ${rollups} order by dearest desc nulls last limit ${DEAREST_MINUTES})`
/* The offsets make a look into each hour and minute of the joins: all would be read otherwise. */
const SQL = `
  with hours as (
    select v.at, ${BOUNDS} from invocation_hour v where ${OF} and v.at >= $3 and v.at < $4 group by 1
  ), minutes as (
    select v.at, ${BOUNDS} from invocation_minute v
     where ${OF} and (v.at >= $2 and v.at < $3 or v.at >= $4 and v.at < $5) group by 1
    union all
    select m.* from (${topOf('hours')}) h cross join lateral (
      select v.at, ${BOUNDS} from invocation_minute v
       where ${OF} and v.at >= h.at and v.at < h.at + interval '1 hour' group by 1 offset 0) m
  ), picked as (
    ${topOf('minutes')}
    union select d.minute from rollup_due d where d.function_id = $1 and d.minute >= $2 and d.minute < $5
    union select unnest($7::timestamptz[])
  ), found as materialized (
    select v.* from picked p cross join lateral (
      select v.* from invocation v where ${OF} and v.started_at >= greatest(p.at, $8::timestamptz)
         and v.started_at < least(p.at + interval '1 minute', $9::timestamptz) offset 0) v
  )
  select ${INVOCATION_COLUMNS}, i.list
    from ${INVOCATION_TABLES.replace(
      'invocation i',
      `((select f.*, 'slowest' as list from found f where f.duration_ms is not null
          order by f.duration_ms desc, f.started_at desc, f.key desc limit ${MOST})
        union all
        (select f.*, 'dearest' from found f where f.billed_ms is not null and f.memory_mb is not null
          order by f.billed_ms::int8 * f.memory_mb desc, f.started_at desc, f.key desc limit ${MOST})) i`,
    )}
   order by case i.list when 'slowest' then i.duration_ms else i.billed_ms::float8 * i.memory_mb end desc,
            i.started_at desc, i.key desc`

type Row = InvocationRow & { list: 'slowest' | 'dearest' }

/**
 * The slowest and the dearest invocations of a function or qualifier in a window, of the minutes whose
 * longest Duration is the longest, and of those whose longest Duration and Init or Restore Duration could have cost most.
 * An unknown qualifier throws NOT_FOUND.
 */
export async function listTopInvocations(
  db: Db,
  identity: FunctionIdentity,
  request: Omit<TopInvocationsRequest, 'accountId' | 'region'>,
  nowMs: number,
): Promise<TopInvocationsResponse> {
  const asked = checkWindow(request)
  const [{ versions, reason }, retention, read] = await Promise.all([
    getLoggedVersions(db, identity, request.qualifier, asked, nowMs),
    getRetention(db),
    getReadExtent(db, 'logs', { placeIds: null, functionIds: [identity.id] }, asked, nowMs),
  ])
  if (versions === null) return { reason, slowest: [], dearest: [], read }
  // Rollups tell of more days than there are invocations of.
  const fromMs = Math.min(asked.toMs, Math.max(asked.fromMs, firstKeptMs(nowMs, retention.invocations)))
  const { bounds, edges } = splitWindow({ fromMs, toMs: asked.toMs })
  const rows = await selectRows<Row>(db.pool, SQL, [
    ...[identity.id, ...bounds, versions === 'all' ? null : versions, edges],
    ...[new Date(fromMs), new Date(asked.toMs)],
  ])
  const listed = (list: Row['list']) =>
    rows.flatMap(({ list: of, ...row }) => (of === list ? [priced(invocationItem(row), identity)] : []))
  return { reason: null, slowest: listed('slowest'), dearest: listed('dearest'), read }
}

/** Where whole minutes, whole hours and whole minutes again begin and end, and the minutes that the window cuts. */
function splitWindow({ fromMs, toMs }: Window): { bounds: Date[]; edges: Date[] } {
  const firstMinute = Math.ceil(fromMs / MINUTE) * MINUTE
  const lastMinute = Math.max(firstMinute, Math.floor(toMs / MINUTE) * MINUTE)
  const firstHour = Math.min(lastMinute, Math.ceil(firstMinute / HOUR) * HOUR)
  const lastHour = Math.max(firstHour, Math.floor(lastMinute / HOUR) * HOUR)
  const cut = [Math.floor(fromMs / MINUTE) * MINUTE, lastMinute].filter((at) => at < firstMinute || at >= lastMinute)
  return {
    bounds: [firstMinute, firstHour, lastHour, lastMinute].map((ms) => new Date(ms)),
    edges: cut.map((ms) => new Date(ms)),
  }
}

function priced(item: InvocationItem, { region, architecture }: FunctionIdentity): TopInvocation {
  const { billedMs, memoryMb } = item
  if (billedMs === null || memoryMb === null) return { ...item, costUsd: null }
  return { ...item, costUsd: lambdaCost(lambdaPrice(region, architecture), (memoryMb / 1024) * billedMs, 1) }
}

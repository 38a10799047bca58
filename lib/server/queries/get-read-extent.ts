import type { Window } from '@/lib/domain/covered-window'
import { NOTHING_READ, type ReadExtent, type ReadRefusal, type ReadSource } from '@/lib/domain/read-extent'
import { OPERATIONS } from '@/lib/domain/source-operations'
import { type Db, selectRows } from '@/lib/server/db'

/** placeIds: null for everywhere. functionIds, functionNames: log groups of those alone; null or none for all. */
type Asked = {
  placeIds: readonly number[] | null
  functionIds?: readonly number[] | null
  functionNames?: readonly string[] | undefined
}
type Row = {
  places: number
  of: number
  whole: number
  share: number | null
  refusedIds: number[] | null
  isBeyond: boolean | null
}
type RefusalRow = { operation: string; iamAction: string | null; accountId: string; region: string }

/** Lines and points arrive late; what is a little behind is not unread. */
const TOLERANCE_MS = 30 * 60_000
const MOST_PLACES = 3
/* Where log groups are not listed yet, there may be any: such a place counts as one that is not read. A group that does
   not exist has no line to read, which its step says in its detail. */
const SQL = `
  with named as (select account_region_id, coalesce(log_group_name, '/aws/lambda/' || name) as subject from lambda_function
                  where id = any($6) or name = any($7)),
  place as (select id, created_at from account_region where pulled and ($1::int[] is null or id = any($1))),
  part as (
    select s.covered * tstzmultirange(tstzrange($3, $4)) as c, s.step = 'logs' and s.state = 'ok' and s.detail is not null as void,
           case when s.state = 'denied' then s.account_region_id end as refused, false as "isCut",
           coalesce(s.target_from >= $4, false) as "isBeyond"
      from sync_state s
     where s.account_region_id in (select id from place) and s.step = $2
       and ($6::int[] is null and $7::text[] is null or (s.account_region_id, s.subject) in (select account_region_id, subject from named))
    union all
    select '{}'::tstzmultirange, false,
           (select g.account_region_id from sync_state g where g.account_region_id = p.id and g.step = 'log-groups' and g.state = 'denied'), false, false
      from place p
     where $2 = 'logs' and ($6::int[] is null and $7::text[] is null or p.id in (select account_region_id from named))
       and not exists (select from sync_state s where s.account_region_id = p.id and s.step = 'log-groups' and s.last_ok_at is not null)
    union all
    select tstzmultirange(tstzrange(d.since, greatest(d.until, d.since))) * tstzmultirange(tstzrange($3, $4)), false,
           case when s.state = 'denied' or t.state = 'denied' then p.id end, d."isCut",
           d.since >= $4 and d.since < 'infinity'
      from place p
      left join sync_state s on s.account_region_id = p.id and s.step = 'functions'
      left join sync_state t on t.account_region_id = p.id and t.step = 'function-details'
      cross join lateral (select
        coalesce(t.state in ('denied', 'unavailable'), false) as "isCut",
        case when (t.cursor ->> 'passes')::int > 0
             then greatest(p.created_at, to_timestamp((t.cursor ->> 'wholeSinceMs')::float8 / 1000)) else 'infinity' end as since,
        least(s.last_ok_at, case when t.state in ('ok', 'denied', 'unavailable') then t.last_started_at else t.last_ok_at end) as until) d
     where $2 = 'inventory'),
  told as (
    select c, refused, void, "isBeyond", isempty(c) as "isEmpty", "isOne", not "isCut" and (void or coalesce("isOne" and lower(c) <= $3 and upper(c) >= $5, false)) as whole
      from part cross join lateral (select c = tstzmultirange(range_merge(c)) as "isOne" offset 0) one)
  select (select count(*) from place)::int as places, count(*)::int as of, count(*) filter (where whole)::int as whole,
         avg(case when whole then 1 when "isEmpty" then 0 else
           case when "isOne" then date_part('epoch', upper(c) - lower(c))
                else (select sum(date_part('epoch', upper(r) - lower(r))) from unnest(c) r) end
           / date_part('epoch', $4::timestamptz - $3::timestamptz) end) as share,
         bool_and("isBeyond") filter (where not void) as "isBeyond",
         array_agg(distinct refused) filter (where refused is not null and not whole) as "refusedIds"
    from told`
/* That with which the source is read first, as its list stands; of it a few places. */
const REFUSAL = `
  select a.operation, a.iam_action as "iamAction", ar.account_id as "accountId", ar.region
    from api_state a join account_region ar on ar.id = a.account_region_id
   where a.account_region_id = any($1) and a.state = 'denied' and a.operation = any($2)
   order by array_position($2, a.operation), ar.account_id, ar.region`

/**
 * How far a source is read over a window up to now. inventory: what functions were is known from the first look at them and
 * their details on, as AWS tells no past; where details are refused it is not known as a whole.
 */
export async function getReadExtent(
  db: Db,
  source: ReadSource,
  { placeIds, functionIds = null, functionNames }: Asked,
  { fromMs, toMs }: Window,
  nowMs: number,
): Promise<ReadExtent> {
  const endMs = Math.max(fromMs + 1, Math.min(toMs, nowMs))
  const wholeMs = Math.max(fromMs + 1, Math.min(toMs, nowMs - TOLERANCE_MS))
  const dates = [fromMs, endMs, wholeMs].map((ms) => new Date(ms))
  const [row] = await selectRows<Row>(db.pool, SQL, [placeIds, source, ...dates, functionIds, functionNames ?? null])
  if (row === undefined || row.places === 0) return NOTHING_READ
  const refusal = row.refusedIds === null ? undefined : await findRefusal(db, source, row.refusedIds)
  const read = { of: row.of, whole: row.whole, share: row.share === null ? 1 : Math.min(1, row.share) }
  return { ...read, ...(refusal && { refusal }), ...(row.isBeyond && { isBeyond: true }) }
}

async function findRefusal(db: Db, source: ReadSource, placeIds: readonly number[]): Promise<ReadRefusal | undefined> {
  const rows = await selectRows<RefusalRow>(db.pool, REFUSAL, [placeIds, OPERATIONS[source]])
  const [first] = rows
  if (first === undefined) return undefined
  const { operation, iamAction } = first
  const places = rows.filter((row) => row.operation === operation).slice(0, MOST_PLACES)
  return {
    ...{ operation, iamAction: iamAction ?? operation },
    places: places.map(({ accountId, region }) => ({ accountId, region })),
  }
}

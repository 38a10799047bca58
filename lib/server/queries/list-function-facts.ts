import type { FunctionItem } from '@/lib/contracts/functions'
import { type Db, selectRows } from '@/lib/server/db'

/** What is said of a function beside its figures. lastLoggedAtMs: the start of its newest invocation in log lines. */
export type FunctionFacts = Pick<FunctionItem, 'aliases' | 'versions' | 'sharedMemoryMb'> & {
  lastLoggedAtMs: number | null
}

/*
 * The newest invocation: the day that was rolled up last bounds the look for it, and a function without a stream, which is
 * one that idles, has none. Without, each of those would be looked for in all days.
 */
const SQL = `
  select f.id, array(select a.name from function_alias a where a.function_id = f.id and a.gone_at is null order by 1) as aliases,
         v.versions, case when not v."isMixed" and f.id not in (
           select c.function_id from function_change c
            where c.at > $2 and c.kind = 'configuration' and c.subject = 'memory_mb') then f.memory_mb end as "sharedMemoryMb",
         case when d.newest is not null or exists (select from log_stream l where l.function_id = f.id) then (
           select round(date_part('epoch', i.started_at) * 1000) from invocation i
            where i.function_id = f.id and i.started_at >= coalesce(d.newest, '-infinity')
            order by i.started_at desc limit 1) end as "lastLoggedAtMs"
    from lambda_function f
    cross join lateral (
      select count(*) filter (where v.gone_at is null) as versions,
             coalesce(bool_or(v.memory_mb <> f.memory_mb and (v.gone_at is null or v.gone_at > $2)), false) as "isMixed"
        from function_version v where v.function_id = f.id and v.version <> '$LATEST') v
    cross join lateral (select max(r.at) as newest from invocation_day r where r.function_id = f.id offset 0) d
   where f.id = any(array(select unnest($1::int[])))`

/** Aliases, versions and newest invocation of some functions, by their IDs; and their Memory Size since a moment. */
export async function listFunctionFacts(
  db: Db,
  functionIds: readonly number[],
  sinceMs: number,
): Promise<Map<number, FunctionFacts>> {
  const rows = await selectRows<FunctionFacts & { id: number }>(db.pool, SQL, [functionIds, new Date(sinceMs)])
  return new Map(rows.map(({ id, ...facts }) => [id, facts]))
}

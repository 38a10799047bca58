import { type Db, selectRows } from '@/lib/server/db'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'

/** What of a function its figures depend on. */
export type FleetFunction = {
  id: number
  accountId: string
  region: string
  architecture: string | null
  hidesSuccess: boolean
}

type Row = Omit<FleetFunction, 'id'> & { ids: string }

/* Thousands of functions that differ in little: one row for all that are alike. */
const SQL = `
  select ar.account_id as "accountId", ar.region, f.architecture, f."hidesSuccess", f.ids
    from (select account_region_id, architecture, coalesce(log_format = 'JSON' and system_log_level = 'WARN', false) as "hidesSuccess",
                 string_agg(id::text, ' ') as ids
            from lambda_function where gone_at is null and ($1::int[] is null or account_region_id = any($1)) group by 1, 2, 3) f
    join account_region ar on ar.id = f.account_region_id`
const NAMES = 'select id, name from lambda_function where id = any($1::int[])'

/** All functions of a scope that AWS lists, by their IDs. */
export async function listFleet(db: Db, scope: Scope): Promise<FleetFunction[]> {
  const rows = await selectRows<Row>(db.pool, SQL, [await listPlaceIds(db, scope)])
  return rows
    .flatMap(({ ids, ...alike }) => ids.split(' ').map((id) => ({ ...alike, id: Number(id) })))
    .sort((left, right) => left.id - right.id)
}

/** Names of functions, by their IDs. */
export async function listFunctionNames(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await selectRows<{ id: number; name: string }>(db.pool, NAMES, [ids])
  return new Map(rows.map(({ id, name }) => [id, name]))
}

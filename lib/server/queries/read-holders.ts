import type { Holder, StandingChange } from '@/lib/domain/concurrency/standing-at'
import { type Db, selectRows } from '@/lib/server/db'
import { listStandingChanges } from '@/lib/server/queries/list-standing-changes'

type Row = Omit<Holder, 'changes'> & { id: number }

const SQL = `
  select f.id, f.name as "functionName", f.reserved_concurrency as reserved,
         (extract(epoch from f.gone_at) * 1000)::float8 as "untilMs",
         (select (extract(epoch from max(c.at)) * 1000)::float8 from function_change c
           where c.function_id = f.id and c.kind = 'created' and c.at >= $2) as "sinceMs",
         coalesce((select json_agg(json_build_object('qualifier', p.qualifier, 'provisioned', coalesce(p.allocated, p.requested))
                                   order by p.qualifier)
                     from provisioned_concurrency p where p.function_id = f.id), '[]') as "provisionedBy"
    from lambda_function f
   where f.account_region_id = $1 and (f.gone_at is null or f.gone_at >= $2)
     and (f.reserved_concurrency is not null
          or exists (select from provisioned_concurrency p where p.function_id = f.id)
          or exists (select from function_change c
                      where c.function_id = f.id and c.kind in ('concurrency', 'provisioned') and c.at >= $2))
   order by f.name`

/**
 * By function: what those of an account and region hold that hold something, or did since a moment, deleted ones included.
 * What stood before the first look at a function is not known, and taken as what stood then.
 */
export async function readHolders(db: Db, accountRegionId: number, fromMs: number): Promise<Map<number, Holder>> {
  const [rows, changes] = await Promise.all([
    selectRows<Row>(db.pool, SQL, [accountRegionId, new Date(fromMs)]),
    listStandingChanges(db, accountRegionId, fromMs),
  ])
  const byFunction = new Map<number, StandingChange[]>()
  for (const change of changes) {
    const own = byFunction.get(change.functionId)
    if (own === undefined) byFunction.set(change.functionId, [change])
    else own.push(change)
  }
  return new Map(rows.map(({ id, ...row }) => [id, { ...row, changes: byFunction.get(id) ?? [] }]))
}

import { type Db, selectRows } from '@/lib/server/db'

/**
 * provisioned: what is allocated now to a qualifier, or to all of the function; null where none is configured. The others:
 * whether that, and what is reserved for the function, was not changed since.
 */
type Provisioned = { provisioned: number | null; isProvisionedSteady: boolean; isReservedSteady: boolean }

const SQL = `
  select (select sum(coalesce(allocated, requested))::float8 from provisioned_concurrency
           where function_id = $1 and ($2::text is null or qualifier = $2)) as provisioned,
         not exists (select from function_change where function_id = $1 and at > $3 and kind = 'provisioned'
                        and ($2::text is null or subject = $2)) as "isProvisionedSteady",
         not exists (select from function_change
                      where function_id = $1 and at > $3 and kind = 'concurrency') as "isReservedSteady"`

/** Provisioned concurrency, and whether it and what is reserved stood since a moment. */
export async function getProvisioned(
  db: Db,
  functionId: number,
  qualifier: string | undefined,
  sinceMs: number,
): Promise<Provisioned> {
  const values = [functionId, qualifier ?? null, new Date(sinceMs)]
  const [row] = await selectRows<Provisioned>(db.pool, SQL, values)
  if (row === undefined) throw new Error('A selection of one row has none')
  return row
}

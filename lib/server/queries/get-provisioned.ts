import { type Db, selectRows } from '@/lib/server/db'

/** Provisioned concurrency allocated to a qualifier, or to all of the function; null where none is configured. */
export async function getProvisioned(
  db: Db,
  functionId: number,
  qualifier: string | undefined,
): Promise<number | null> {
  const [row] = await selectRows<{ provisioned: number | null }>(
    db.pool,
    `select sum(coalesce(allocated, requested))::float8 as provisioned from provisioned_concurrency
      where function_id = $1 and ($2::text is null or qualifier = $2)`,
    [functionId, qualifier ?? null],
  )
  return row?.provisioned ?? null
}

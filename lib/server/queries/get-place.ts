import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'

/** One account in one region, with its concurrency as AWS said last. */
export type PlaceRow = {
  id: number
  accountId: string
  region: string
  limit: number | null
  pool: number | null
}

/** Every place that functions are known of, the one with the most functions first. */
export async function listPlaces(db: Db): Promise<PlaceRow[]> {
  return selectRows<PlaceRow>(
    db.pool,
    `select p.id, p.account_id as "accountId", p.region, p.concurrency_limit as "limit", p.unreserved_concurrency as pool
       from account_region p
       left join (select account_region_id, count(*) as functions from lambda_function where gone_at is null group by 1) f
         on f.account_region_id = p.id
      order by coalesce(f.functions, 0) desc, p.account_id, p.region`,
    [],
  )
}

/** Throws NOT_FOUND for a place that nothing is known of. */
export function findPlace(places: readonly PlaceRow[], accountId: string, region: string): PlaceRow {
  const found = places.find((place) => place.accountId === accountId && place.region === region)
  if (found === undefined) throw new AppError('NOT_FOUND', `Nothing is known of account ${accountId} in ${region}.`)
  return found
}

import { type Db, selectRows } from '@/lib/server/db'

/** What of the accounts and regions is asked for, as ScopeQuery has it. */
export type Scope = {
  accountId?: string | undefined
  region?: string | undefined
  places?: string | undefined
}

const SQL = `
  select id from account_region
   where ($1::text is null or account_id = any(string_to_array($1, ',')))
     and ($2::text is null or region = any(string_to_array($2, ',')))
     and ($3::text is null or account_id || '/' || region = any(string_to_array($3, ',')))
   order by id`

/** The account-regions of a scope, by their IDs; null where it holds every one of them. */
export async function listPlaceIds(db: Db, { accountId, region, places }: Scope): Promise<number[] | null> {
  if (accountId === undefined && region === undefined && places === undefined) return null
  const rows = await selectRows<{ id: number }>(db.pool, SQL, [accountId ?? null, region ?? null, places ?? null])
  return rows.map(({ id }) => id)
}

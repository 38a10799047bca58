import { type Db, selectRows } from '@/lib/server/db'
import { SETTINGS_READ_SQL } from '@/lib/server/queries/settings-read-sql'

/** A function with what is reserved for it and provisioned of all its qualifiers, and of each by name; null: none, as far as its settings are read. */
export type HoldingRow = {
  id: number
  name: string
  reserved: number | null
  provisioned: number | null
  isRead: boolean
  provisionedBy: { qualifier: string; provisioned: number | null }[]
}

/** The functions of one account and region that AWS still lists, by name. */
export async function listHoldings(db: Db, accountRegionId: number): Promise<HoldingRow[]> {
  return selectRows<HoldingRow>(
    db.pool,
    `select f.id, f.name, f.reserved_concurrency as reserved, p.provisioned, ${SETTINGS_READ_SQL} as "isRead",
            coalesce(p."provisionedBy", '[]') as "provisionedBy"
       from lambda_function f
       left join (select function_id, sum(coalesce(allocated, requested))::float8 as provisioned,
                         json_agg(json_build_object('qualifier', qualifier, 'provisioned', coalesce(allocated, requested))
                                  order by qualifier) as "provisionedBy"
                    from provisioned_concurrency group by function_id) p on p.function_id = f.id
      where f.account_region_id = $1 and f.gone_at is null order by f.name`,
    [accountRegionId],
  )
}

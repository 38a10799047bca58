import { type Db, selectRows } from '@/lib/server/db'

/* What was refused for a while is known since it was answered again; JSON's null stands where it is refused still. */
const SQL = `
  select case when (t.cursor ->> 'passes')::int > 0 and not exists (
                select from unnest(t.told) operation where t.cursor -> 'gaps' -> operation = 'null'::jsonb)
              then greatest(coalesce((t.cursor ->> 'wholeSinceMs')::float8, extract(epoch from t.created_at) * 1000),
                            (select max((t.cursor -> 'gaps' ->> operation)::float8) from unnest(t.told) operation))::float8
         end as "heldFromMs"
    from (select s.cursor, p.created_at, array['GetFunction', 'ListProvisionedConcurrencyConfigs'] as told
            from account_region p
            join sync_state s on s.account_region_id = p.id and s.step = 'function-details' and s.subject = ''
           where p.id = $1) t`

/**
 * Since when it is known what the functions of an account and region have reserved and provisioned: since the first look at
 * all of them, as AWS tells no past. null: it is not known yet, or refused.
 */
export async function getHeldFrom(db: Db, accountRegionId: number): Promise<number | null> {
  const [row] = await selectRows<{ heldFromMs: number | null }>(db.pool, SQL, [accountRegionId])
  return row?.heldFromMs ?? null
}

import type { ScalingOfVersions } from '@/lib/contracts/concurrency'
import { type Db, selectRows } from '@/lib/server/db'

const SQL = `
  select 'managed-instances' = any(f.modes) as "isManaged",
         (select json_agg(json_build_object('version', s.version, 'min', s.min_environments, 'max', s.max_environments,
                   'appliedMin', s.applied_min_environments, 'appliedMax', s.applied_max_environments)
                   order by s.version::int8 desc)
            from function_scaling s where s.function_id = f.id) as scaling
    from lambda_function f where f.id = $1`

/** How many execution environments each version of a function on managed instances may have, newest first; null: it does not run on them. */
export async function listScaling(db: Db, functionId: number): Promise<ScalingOfVersions> {
  const [row] = await selectRows<{ isManaged: boolean; scaling: ScalingOfVersions }>(db.pool, SQL, [functionId])
  return row?.isManaged ? (row.scaling ?? []) : null
}

import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'

/** Throws NOT_FOUND for what never was a version or an alias of the function, as far as anything names it. */
export async function checkQualifier(db: Db, identity: FunctionIdentity, qualifier: string): Promise<void> {
  if (qualifier === '$LATEST') return
  const rows = await selectRows(
    db.pool,
    `select from function_version where function_id = $1 and version = $2
     union all select from function_alias
      where function_id = $1 and (name = $2 or version = $2 or weights ? $2)
     union all (select from metric_series
      where function_id = $1 and metric = 'Invocations' and (qualifier = $2 or executed_version = $2) limit 1)
     union all (select from log_stream where function_id = $1 and version = $2 limit 1)`,
    [identity.id, qualifier],
  )
  if (rows.length > 0) return
  throw new AppError(
    'NOT_FOUND',
    `${identity.name} has no version or alias named ${qualifier}. See /api/functions/${encodeURIComponent(identity.name)}/qualifiers.`,
  )
}

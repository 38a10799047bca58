import type { Rollup } from '@/lib/domain/add-rollups'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

export type InvocationRollup = Rollup & { functionId: number; atMs: number }

const HOUR = 3_600_000
const COLUMNS = `function_id as "functionId", (extract(epoch from at) * 1000)::float8 as "atMs", version, result, invocations,
  cold_starts as "coldStarts", billed_ms as "billedMs", gb_ms as "gbMs", duration_max_ms as "durationMaxMs",
  init_max_ms as "initMaxMs", max_memory_used_mb as "maxMemoryUsedMb", duration_sketch as "durationSketch"`

/**
 * Rollups of some functions over whole minutes, in no order. hours: whole hours of the window come as one row each
 * (fewer rows); otherwise all rows are minutes.
 */
export async function getInvocationRollups(
  db: Db,
  functionIds: readonly number[],
  { fromMs, toMs }: Window,
  { hours }: { hours: boolean },
): Promise<InvocationRollup[]> {
  const firstHour = Math.ceil(fromMs / HOUR) * HOUR
  const lastHour = Math.floor(toMs / HOUR) * HOUR
  const times = (from: number, to: number) => [functionIds, new Date(from), new Date(to)]
  if (!hours || lastHour <= firstHour) return selectRows(db.pool, selectFrom('invocation_minute'), times(fromMs, toMs))
  return selectRows(
    db.pool,
    `select ${COLUMNS} from invocation_hour where function_id = any($1::int[]) and at >= $3 and at < $4
     union all ${selectEdge('$2', '$3')} union all ${selectEdge('$4', '$5')}`,
    [functionIds, new Date(fromMs), new Date(firstHour), new Date(lastHour), new Date(toMs)],
  )
}

function selectFrom(table: string): string {
  return `select ${COLUMNS} from ${table} where function_id = any($1::int[]) and at >= $2 and at < $3`
}

function selectEdge(from: string, to: string): string {
  return `select ${COLUMNS} from invocation_minute where function_id = any($1::int[]) and at >= ${from} and at < ${to}`
}

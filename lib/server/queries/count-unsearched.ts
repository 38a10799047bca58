import { termOf } from '@/lib/domain/traces/facts/terms'
import { type Db, selectRows } from '@/lib/server/db'
import type { AskedTraces } from '@/lib/server/queries/get-asked-traces'
import { traceConditions } from '@/lib/server/queries/trace-conditions'

/**
 * How many traces that began in a window are not found though they may meet what is asked. waiting: what it asks of them is
 * not known yet. cut: they have more segments than a filter sees. Nulls where it asks for what is known of every trace.
 * Throws BAD_REQUEST as traceConditions does.
 */
export async function countUnsearched(
  db: Db,
  search: AskedTraces,
): Promise<{ waiting: number | null; cut: number | null }> {
  const values: unknown[] = [new Date(search.fromMs), new Date(search.toMs), search.placeIds]
  const { exact, filter, asked } = traceConditions(search, (value) => `$${values.push(value)}`)
  const isOfFunction = search.functionName !== undefined
  if (asked === 'columns' && !isOfFunction) return { waiting: null, cut: null }
  const count = (condition: string) => `(select count(*)::int from trace t
    where t.started_at >= $1 and t.started_at < $2 and ($3::int[] is null or t.account_region_id = any($3))
      and ${condition})`
  const all = exact.join(' and ')
  // Which functions took part is told by documents alone.
  const mayMeet = isOfFunction ? `(${filter ?? 'true'}) is not false` : `(${all}) is null`
  const unread = count(`t.documents_revision is null and ${mayMeet}`)
  const unfilled = count(`t.terms is null and t.documents_revision is not null and (${all}) is null`)
  const cut =
    asked === 'lists' ? count(`t.terms && array[${termOf('cut')}]::int4[] and (${all}) is not true`) : 'null::int'
  const [row] = await selectRows<{ waiting: number; cut: number | null }>(
    db.pool,
    `select ${unread} + ${unfilled} as waiting, ${cut} as cut`,
    values,
  )
  return row ?? { waiting: null, cut: null }
}

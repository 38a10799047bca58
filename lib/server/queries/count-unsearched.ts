import { termOf } from '@/lib/domain/traces/facts/terms'
import type { FactsAsked } from '@/lib/domain/traces/filter-expression/facts-asked'
import { type Db, selectRows } from '@/lib/server/db'

type Window = { fromMs: number; toMs: number; placeIds: readonly number[] | null }

const WITHIN = 't.started_at >= $1 and t.started_at < $2 and ($3::int[] is null or t.account_region_id = any($3))'
const UNFILLED = `select count(*) from trace t where ${WITHIN} and t.terms is null`
const UNREAD = `select count(*) from trace t where ${WITHIN} and t.documents_revision is null`
const CUT = `select count(*) from trace t where ${WITHIN} and t.terms && array[${termOf('cut')}]::int4[]`

/**
 * How many traces that began in a window a filter may not find though they meet it. waiting: what it asks of them is not
 * known yet. cut: they have more segments than it sees. Nulls where it asks for what is known of every trace.
 */
export async function countUnsearched(
  db: Db,
  { fromMs, toMs, placeIds }: Window,
  asked: FactsAsked,
): Promise<{ waiting: number | null; cut: number | null }> {
  if (asked === 'columns') return { waiting: null, cut: null }
  const waiting =
    asked === 'summary' ? `(${UNFILLED})` : `(${UNREAD}) + (${UNFILLED} and t.documents_revision is not null)`
  const [row] = await selectRows<{ waiting: number; cut: number }>(
    db.pool,
    `select (${waiting})::int as waiting, (${CUT})::int as cut`,
    [new Date(fromMs), new Date(toMs), placeIds],
  )
  return row ?? { waiting: null, cut: null }
}

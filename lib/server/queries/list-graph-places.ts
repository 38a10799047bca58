import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

/**
 * An account-region, and from when on its graphs are whole: those of hours and days, and those of traces and slots. One that
 * is not pulled any more has what was drawn of it by then, and holds back no other.
 */
export type GraphPlace = { id: number; fromMs: number; detailFromMs: number }

const SQL = `
  select id, case when pulled then (extract(epoch from graphs_from) * 1000)::float8 else 0 end as "fromMs",
         case when pulled then (extract(epoch from graph_details_from) * 1000)::float8 else 0 end as "detailFromMs"
    from account_region where $1::int[] is null or id = any($1) order by id`

/** The account-regions of these IDs, or all, and since when each has graphs. */
export async function listGraphPlaces(
  { pool }: { pool: pg.Pool | pg.ClientBase },
  placeIds: readonly number[] | null,
): Promise<GraphPlace[]> {
  return selectRows<GraphPlace>(pool, SQL, [placeIds])
}

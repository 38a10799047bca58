import type { OverviewResponse } from '@/lib/contracts/overview'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'

type Pool = OverviewResponse['pools'][number]
type Row = Pick<Pool, 'accountId' | 'region' | 'limit'> & { seriesId: number | null; hourMs: number | null }
type Hour = { seriesId: number; atMs: number; points: (number | null)[] }

const HOUR = 3_600_000
const DAY = 24 * HOUR
/* The newest of the highest whole hours, as days tell them: points of weeks would be looked through one by one. */
const POOLS = `
  select p.account_id as "accountId", p.region, p.concurrency_limit as "limit", s.id as "seriesId",
         round(date_part('epoch', highest.at) * 1000) as "hourMs"
    from account_region p
    left join metric_series s on s.account_region_id = p.id and s.function_id = 0 and s.subject = ''
         and s.metric = 'ClaimedAccountConcurrency' and s.statistic = 'Maximum'
    left join lateral (
      select d.at + interval '1 hour' * (h.place - 1) as at, h.value
        from metric_day d, unnest(d.hours) with ordinality as h(value, place)
       where d.series_id = s.id and d.at >= $2 and d.at < $4 and h.value is not null
         and d.at + interval '1 hour' * (h.place - 1) >= $3 and d.at + interval '1 hour' * (h.place - 1) < $4
       order by h.value desc, at desc limit 1) highest on true
   where p.pulled and ($1::int[] is null or p.id = any($1))
   order by p.account_id, p.region`
const HOURS = `
  select series_id as "seriesId", round(date_part('epoch', at) * 1000) as "atMs", points
    from metric_hour where series_id = any($1::int[]) and at = any($2::timestamptz[])`

/** The highest claimed concurrency of a window, when it was so last, and the limit, of every account and region that is pulled. */
export async function listPools(db: Db, scope: Scope, window: Window): Promise<Pool[]> {
  const { fromMs, toMs } = window
  const [firstHour, lastHour] = [Math.ceil(fromMs / HOUR) * HOUR, Math.floor(toMs / HOUR) * HOUR]
  const bounds = [Math.floor(firstHour / DAY) * DAY, firstHour, lastHour].map((ms) => new Date(ms))
  const rows = await selectRows<Row>(db.pool, POOLS, [await listPlaceIds(db, scope), ...bounds])
  // The edges of the window are hours of which only a part counts.
  const hours = new Set([Math.floor(fromMs / HOUR) * HOUR, lastHour, ...rows.flatMap(({ hourMs }) => hourMs ?? [])])
  const found = await selectRows<Hour>(db.pool, HOURS, [
    rows.flatMap(({ seriesId }) => seriesId ?? []),
    [...hours].map((ms) => new Date(ms)),
  ])
  return rows.map(({ seriesId, hourMs: _, ...pool }) => {
    const highest = highestOf(
      found.filter((hour) => hour.seriesId === seriesId),
      window,
    )
    return { ...pool, claimedMax: highest?.value ?? null, claimedMaxAtMs: highest?.atMs ?? null }
  })
}

/** An hour's array divides it into equal periods; those that begin outside of the window are left out. */
function highestOf(hours: readonly Hour[], { fromMs, toMs }: Window): { value: number; atMs: number } | null {
  let highest: { value: number; atMs: number } | null = null
  for (const { atMs: hourMs, points } of hours) {
    for (const [place, value] of points.entries()) {
      const atMs = hourMs + (place * HOUR) / points.length
      if (value === null || atMs < fromMs || atMs >= toMs) continue
      const isHigher = highest === null || value > highest.value || (value === highest.value && atMs > highest.atMs)
      if (isHigher) highest = { value, atMs }
    }
  }
  return highest
}

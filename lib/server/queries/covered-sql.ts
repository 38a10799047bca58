import type { Covered } from '@/lib/domain/covered-window'

/** What coveredColumns selects. parts: only where there are several. */
export type CoveredRow = {
  coveredFromMs: number | null
  coveredToMs: number | null
  coveredParts: [number, number][] | null
}

/**
 * SQL of a tstzmultirange (a column: it is named several times) as the columns of CoveredRow. Nearly all are of one part,
 * which costs a tenth of an aggregate for each.
 */
export function coveredColumns(ranges: string): string {
  return `round(date_part('epoch', lower(${ranges})) * 1000) as "coveredFromMs",
    round(date_part('epoch', upper(${ranges})) * 1000) as "coveredToMs",
    case when ${ranges} <> tstzmultirange(range_merge(${ranges})) then (
      select json_agg(json_build_array(round(date_part('epoch', lower(r)) * 1000), round(date_part('epoch', upper(r)) * 1000))
                      order by r) from unnest(${ranges}) r) end as "coveredParts"`
}

/** The stretches of such a row, in time order. */
export function coveredOf({ coveredFromMs, coveredToMs, coveredParts }: CoveredRow): Covered {
  if (coveredParts !== null) return coveredParts.map(([fromMs, toMs]) => ({ fromMs, toMs }))
  return coveredFromMs === null || coveredToMs === null ? [] : [{ fromMs: coveredFromMs, toMs: coveredToMs }]
}

/** SQL of the stretches of a tstzmultirange within two moments as one text for readCoveredText; null where there is none. */
export function coveredText(ranges: string, from: string, to: string): string {
  return `(select string_agg(round(date_part('epoch', lower(r)) * 1000)::bigint || ',' ||
    round(date_part('epoch', upper(r)) * 1000)::bigint, ' ' order by r)
    from unnest(${ranges} * tstzmultirange(tstzrange(${from}::timestamptz, ${to}::timestamptz))) r)`
}

/** The stretches that coveredText tells, in time order. */
export function readCoveredText(text: string | null): Covered {
  return (text?.split(' ') ?? []).map((part) => {
    const [fromMs = 0, toMs = 0] = part.split(',').map(Number)
    return { fromMs, toMs }
  })
}

import type { FunctionItem, ListFunctionsResponse } from '@/lib/contracts/functions'
import { type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { NO_VALUES, readMetricValues } from '@/lib/server/queries/get-metric-buckets'
import { getPullStarts } from '@/lib/server/queries/get-pull-starts'
import { listCountSeries } from '@/lib/server/queries/list-count-series'
import { describeFunctions, selectListed } from '@/lib/server/queries/list-functions'
import { totalOf } from '@/lib/server/queries/read-function-figures'

type Named = { id: number; name: string }

/**
 * The functions with the most invocations in as much of a window as is pulled, most first, and how many there are in all:
 * what stands above in their table, without reading the rest of it.
 */
export async function listBusiestFunctions(
  db: Db,
  asked: Window,
  most: number,
  nowMs: number,
): Promise<Omit<ListFunctionsResponse, 'nextCursor'> & { all: number }> {
  const window = widenToMinutes(asked)
  const [named, starts] = await Promise.all([
    selectRows<Named>(db.pool, 'select id, name from lambda_function where gone_at is null', []),
    getPullStarts(db, null, window),
  ])
  const { countsFromMs: countedFromMs, logsFromMs: loggedFromMs } = starts
  const ranked =
    named.length <= most ? named : await rankFunctions(db, named, { ...window, fromMs: countedFromMs, nowMs })
  const ids = ranked.slice(0, most).map(({ id }) => id)
  const listed = await selectListed(db, {}, { after: null, most, ids })
  const items = await describeFunctions(db, listed, { ...window, ...starts }, nowMs)
  return { ...window, countedFromMs, loggedFromMs, items: items.sort(byInvocations), all: named.length }
}

async function rankFunctions(db: Db, named: readonly Named[], window: Window & { nowMs: number }): Promise<Named[]> {
  const ids = named.map(({ id }) => id)
  const series = await listCountSeries(db, ids, ['Invocations'], window)
  const whole = { ...window, periodMs: window.toMs - window.fromMs, skipZeros: true }
  const values = await readMetricValues(db, whole, series)
  const totals = new Map(
    [...series].map(([id, one]) => [one.functionId, totalOf({ ...one, values: values.get(id) ?? NO_VALUES }, window)]),
  )
  return named.map((one) => ({ ...one, invocations: totals.get(one.id) ?? null })).sort(byInvocations)
}

function byInvocations(left: Pick<FunctionItem, 'invocations' | 'name'>, right: typeof left): number {
  const [more, less] = [right.invocations ?? -1, left.invocations ?? -1]
  return more - less || (left.name < right.name ? -1 : left.name > right.name ? 1 : 0)
}

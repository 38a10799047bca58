import type { Window } from '@/lib/domain/covered-window'
import type { BinaryCopyReader } from '@/lib/server/copy/binary-copy-reader'
import { intArrayLiteral } from '@/lib/server/copy/copy-literals'
import { type Db, selectRows } from '@/lib/server/db'
import type { CostFunction } from '@/lib/server/queries/list-cost-functions'
import {
  copiedUsageRows,
  copyUsage,
  type UsageUnit,
  usageBounds,
  usageRows,
  usageUnit,
} from '@/lib/server/queries/list-usage'

/** What the functions of one account-region, architecture and tag value were billed in one day or hour. */
export type BilledRow = {
  placeId: number
  architecture: string | null
  tag: string | null
  /** Whether it is of the functions that are priced one by one. */
  isSpecial: boolean
  atMs: number
  invocations: number
  gbMs: number
}

type Kind = Omit<BilledRow, 'atMs' | 'invocations' | 'gbMs'>

/** What one version was billed in one day or hour. */
export type BilledVersion = {
  functionId: number
  version: string
  atMs: number
  invocations: number
  coldStarts: number
  billedMs: number
  gbMs: number
  initGbMs: number
  memoryMb: number | null
}

const at = (unit: UsageUnit) => (unit === 'minute' ? `date_trunc('hour', r.at, 'UTC')` : 'r.at')
/* Rows are added up by a number for what they have in common: texts would be compared for each of tens of thousands. */
const billed = (kinds: readonly number[], ids: readonly number[]) => (unit: UsageUnit, window: Window) =>
  `
  select k.kind, ${at(unit)}, sum(r.invocations)::float8, sum(r.gb_ms)
    from ${copiedUsageRows(unit, window)} r
    join unnest(${intArrayLiteral(ids)}, ${intArrayLiteral(kinds)}) as k(id, kind) on k.id = r.function_id group by 1, 2 order by 1, 2`
const versions = (unit: UsageUnit) => `
  select r.function_id as "functionId", r.version, round(date_part('epoch', ${at(unit)}) * 1000) as "atMs",
         sum(r.invocations)::float8 as invocations, sum(r.cold_starts)::float8 as "coldStarts",
         sum(r.billed_ms)::float8 as "billedMs", sum(r.gb_ms) as "gbMs",
         sum(r.init_gb_ms) as "initGbMs", max(r.memory_mb) as "memoryMb"
    from ${usageRows(unit)} r where r.function_id = any($5::int[]) group by 1, 2, 3`

/**
 * What was billed in the window by day (or hour, where it is not of whole days), of some functions. specialIds: those that are
 * told apart from the others. withTag: by the tag that the functions were asked with.
 */
export async function listBilled(
  db: Db,
  window: Window,
  of: { functions: readonly CostFunction[]; specialIds: readonly number[]; withTag: boolean; nowMs: number },
): Promise<BilledRow[]> {
  const special = new Set(of.specialIds)
  const kinds: Kind[] = []
  const indexes = new Map<string, number>()
  const kindOf = ({ id, placeId, architecture, tag: ownTag }: CostFunction): number => {
    const tag = of.withTag ? ownTag : null
    const kind = { placeId, architecture, tag, isSpecial: special.has(id) }
    const key = JSON.stringify(kind)
    const index = indexes.get(key) ?? kinds.push(kind) - 1
    indexes.set(key, index)
    return index
  }
  const numbers = of.functions.map(kindOf)
  const ids = of.functions.map(({ id }) => id)
  return (await copyUsage(db, window, of.nowMs, billed(numbers, ids))).flatMap((rows) => [...readBilled(rows, kinds)])
}

function* readBilled(rows: BinaryCopyReader, kinds: readonly Kind[]): Generator<BilledRow> {
  while (rows.next()) {
    const kind = kinds[rows.int4()]
    const [atMs, invocations, gbMs] = [rows.timestamptz(), rows.float8(), rows.float8()]
    if (kind !== undefined) yield { ...kind, atMs, invocations, gbMs }
  }
}

/** The same of single functions, by version. */
export async function listBilledVersions(
  db: Db,
  window: Window,
  functionIds: readonly number[],
): Promise<BilledVersion[]> {
  if (functionIds.length === 0) return []
  return selectRows<BilledVersion>(db.pool, versions(usageUnit(window)), [...usageBounds(window), functionIds])
}

import type { CostGroup, CostResponse } from '@/lib/contracts/cost'
import { meanGbSecondPrice } from '@/lib/domain/cost/price-usage'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import type { FunctionProvisioned } from '@/lib/server/queries/list-provisioned-costs'
import { isOfDays, usageBounds, usageRows } from '@/lib/server/queries/list-usage'
import { factsOf, type PricedVersion } from '@/lib/server/queries/price-functions'

type Facts = {
  window: Window
  /** What of it is counted; null: nothing. */
  counted: Window | null
  /** Dearest first. */
  priced: readonly CostGroup[]
  groups: readonly { key: string; versions: readonly PricedVersion[]; standing: readonly FunctionProvisioned[] }[]
  provisioned: ReadonlyMap<number, FunctionProvisioned>
}
type Row = { part: number; bucket: number; usd: number }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PARTS = 8
const sql = (isDays: boolean) => `
  select v.part, floor((date_part('epoch', r.at) * 1000 - $5::float8) / $6::float8)::int as bucket,
         sum(r.gb_ms / 1000 * v.gb_second + r.invocations * v.request + r.billed_ms / 1000.0 * v.storage_second
             + r.cold_starts * v.cold_start) as usd
    from unnest($7::int[], $8::text[], $9::int[], $10::float8[], $11::float8[], $12::float8[], $13::float8[])
           as v(function_id, version, part, gb_second, request, storage_second, cold_start)
    join ${usageRows(isDays)} r on r.function_id = v.function_id and r.version = v.version
   group by 1, 2`

/** What the dearest groups and the rest cost over time: by day, or by hour in a window of a day or less. */
export async function listCostSeries(db: Db, facts: Facts): Promise<CostResponse['series']> {
  const { window, counted, priced } = facts
  const isDays = isOfDays(window)
  const periodMs = isDays ? DAY : HOUR
  const originMs = Math.floor(window.fromMs / periodMs) * periodMs
  const length = Math.ceil((window.toMs - originMs) / periodMs)
  const atMs = Array.from({ length }, (_, index) => originMs + index * periodMs)
  const named = priced.slice(0, PARTS)
  const hasRest = priced.length > named.length
  const partOf = new Map(named.map(({ key }, index) => [key, index]))
  const parts = [
    ...named.map(({ key, label }) => ({ key, label })),
    ...(hasRest ? [{ key: ' rest', label: 'Rest' }] : []),
  ]
  const sums = parts.map(() => atMs.map(() => 0))
  const add = (part: number, bucket: number, usd: number) => {
    const row = sums[part]
    if (row?.[bucket] !== undefined) row[bucket] += usd
  }
  for (const { part, bucket, usd } of await readRows(db, facts, partOf, { isDays, originMs, periodMs }))
    add(part, bucket, usd)
  for (const { key, standing } of facts.groups) {
    for (const one of standing)
      spreadStanding(one, atMs, periodMs, (bucket, usd) => add(partOf.get(key) ?? PARTS, bucket, usd))
  }
  const isCounted = (at: number) => counted !== null && at + periodMs > counted.fromMs && at < counted.toMs
  const values = (index: number) => atMs.map((at, bucket) => (isCounted(at) ? (sums[index]?.[bucket] ?? 0) : null))
  return { periodMs, atMs, parts: parts.map((part, index) => ({ ...part, values: values(index) })) }
}

async function readRows(
  db: Db,
  { window, groups, provisioned }: Facts,
  partOf: ReadonlyMap<string, number>,
  { isDays, originMs, periodMs }: { isDays: boolean; originMs: number; periodMs: number },
): Promise<Row[]> {
  const rows = groups.flatMap(({ key, versions }) =>
    versions.map(({ fn, usage }) => {
      const facts = factsOf(fn, usage.version, provisioned.get(fn.id)?.share ?? 0)
      const isRestored = facts.snapStart !== null && !facts.snapStart.isFree
      return {
        id: fn.id,
        version: usage.version,
        part: partOf.get(key) ?? PARTS,
        gbSecond: meanGbSecondPrice(facts),
        request: facts.rates.usdPerRequest,
        storageSecond: facts.storageGb * facts.usdPerStorageGbSecond,
        coldStart: isRestored ? ((usage.memoryMb ?? 0) / 1024) * facts.rates.usdPerRestoredGb : 0,
      }
    }),
  )
  return selectRows<Row>(db.pool, sql(isDays), [
    ...[...usageBounds(window), originMs, periodMs],
    ...[rows.map(({ id }) => id), rows.map(({ version }) => version), rows.map(({ part }) => part)],
    ...[rows.map(({ gbSecond }) => gbSecond), rows.map(({ request }) => request)],
    ...[rows.map(({ storageSecond }) => storageSecond), rows.map(({ coldStart }) => coldStart)],
  ])
}

/** What stands costs the same at any time that it stands. */
function spreadStanding(
  { keptUsd, stretches }: FunctionProvisioned,
  atMs: readonly number[],
  periodMs: number,
  add: (bucket: number, usd: number) => void,
): void {
  const stood = stretches.reduce((sum, { fromMs, toMs, environments }) => sum + (toMs - fromMs) * environments, 0)
  if (stood === 0) return
  for (const [bucket, at] of atMs.entries()) {
    const own = stretches.reduce((sum, { fromMs, toMs, environments }) => {
      return sum + Math.max(0, Math.min(toMs, at + periodMs) - Math.max(fromMs, at)) * environments
    }, 0)
    if (own > 0) add(bucket, (keptUsd * own) / stood)
  }
}

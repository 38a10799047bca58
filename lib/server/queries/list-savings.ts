import type { CostSaving } from '@/lib/contracts/cost'
import { findSavings } from '@/lib/domain/cost/find-savings'
import type { CountedWindow } from '@/lib/server/queries/list-cost-functions'
import type { FunctionProvisioned } from '@/lib/server/queries/list-provisioned-costs'
import { type PricedVersion, sumVersions } from '@/lib/server/queries/price-functions'

const DAY = 86_400_000
const MONTH_MS = 30 * DAY
const MOST_SAVINGS = 50

/** What could be spared of the functions whose versions were priced, as 30 days, dearest first, 50 at most. */
export function listSavings(
  versions: readonly PricedVersion[],
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
  counted: CountedWindow,
): CostSaving[] {
  const byFunction = new Map<number, PricedVersion[]>()
  for (const version of versions) {
    const own = byFunction.get(version.fn.id)
    if (own === undefined) byFunction.set(version.fn.id, [version])
    else own.push(version)
  }
  return [...byFunction.values()]
    .flatMap((own) => savingsOf(own, provisioned, counted))
    .sort((a, b) => b.usdPerMonth - a.usdPerMonth)
    .slice(0, MOST_SAVINGS)
}

function savingsOf(
  own: readonly PricedVersion[],
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
  { fromMs, endOf }: CountedWindow,
): CostSaving[] {
  const [first] = own
  if (first === undefined) return []
  const { id, placeId, functionName, accountId, region, architecture, isImage, memoryMb } = first.fn
  // What was used of another size says nothing of this one.
  const ofSize = own.filter(({ usage }) => usage.memoryMb === memoryMb && usage.maxMemoryUsedMb !== null)
  const isOneSize = ofSize.length === own.length
  const facts = {
    cost: sumVersions(own),
    architecture,
    isImage,
    memoryMb: isOneSize ? memoryMb : null,
    maxMemoryUsedMb: ofSize.reduce<number | null>(
      (most, { usage }) => Math.max(most ?? 0, usage.maxMemoryUsedMb ?? 0),
      null,
    ),
    retries: own.reduce((sum, { usage }) => sum + usage.retries, 0),
    provisioned: provisioned.get(id) ?? null,
    months: MONTH_MS / (endOf(placeId) - fromMs),
  }
  return findSavings(facts).map((saving) => ({ functionName, accountId, region, ...saving }))
}

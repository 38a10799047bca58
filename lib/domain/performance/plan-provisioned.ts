import type { LambdaRates } from '@/lib/domain/lambda-rates'

/** What ran in one stretch. busyMs: Durations added up; peak: the most that ran at once, null when not known. */
export type LoadColumn = {
  lengthMs: number
  busyMs: number
  peak: number | null
  coldStarts: number
  billedInitMs: number
}

/** usdPerMonth: by how much the month's bill changes from what it is (below 0: it falls). utilisation: busy share of the environments. */
export type ProvisionedPlan = {
  environments: number
  utilisation: number
  usdPerMonth: number
  coldStartsAvoidedPerMonth: number
}

export type ProvisionedPlans = {
  /** How many stand already, with which the load was seen. */
  standing: number
  /** The utilisation from which on provisioned environments are cheaper than on-demand ones. */
  breakEvenUtilisation: number
  /** The most environments that do not make the bill higher; what stands when one more does already. */
  breakEvenEnvironments: number
  plans: ProvisionedPlan[]
}

export const MONTH_MS = 30 * 86_400_000
const MOST_ENVIRONMENTS = 1_000

/**
 * What provisioned concurrency would have cost and spared, by the load that was seen, as a month of 30 days: an environment
 * is charged while it stands, its Durations at a lower rate, and it starts no one cold. Calls are taken as spread evenly
 * within a stretch, and cold starts as avoided in the proportion of the environments to the peak: an estimate. Where some
 * stand already, plans are of more, and tell what changes beside them: what they spare is in no line. Null where nothing
 * ran or the memory is not known. Follows AWS Lambda Pricing.
 */
export function planProvisioned(
  columns: readonly LoadColumn[],
  memoryMb: number | null,
  rates: LambdaRates,
  standing = 0,
): ProvisionedPlans | null {
  const peaks = columns.flatMap(({ peak }) => (peak === null || peak === 0 ? [] : [peak])).sort((a, b) => a - b)
  const highest = peaks.at(-1)
  if (highest === undefined || memoryMb === null) return null
  const price = (environments: number) => planOf({ environments, standing }, columns, memoryMb / 1024, rates)
  const most = Math.max(standing, Math.min(MOST_ENVIRONMENTS, Math.ceil(highest)))
  let breakEvenEnvironments = standing
  while (breakEvenEnvironments < most && price(breakEvenEnvironments + 1).usdPerMonth <= 0) breakEvenEnvironments += 1
  const middle = peaks[Math.floor(peaks.length / 2)] ?? 1
  const usual = peaks[Math.floor(peaks.length * 0.95)] ?? highest
  const sizes = [standing, standing + 1, breakEvenEnvironments, middle, usual, highest].map((size) =>
    Math.min(most, Math.ceil(size)),
  )
  return {
    standing,
    breakEvenUtilisation: rates.usdPerProvisionedGbSecond / (rates.usdPerGbSecond - rates.usdPerGbSecondOnProvisioned),
    breakEvenEnvironments,
    plans: [...new Set(sizes.filter((size) => size > 0 && size >= standing))].sort((a, b) => a - b).map(price),
  }
}

function planOf(
  { environments, standing }: { environments: number; standing: number },
  columns: readonly LoadColumn[],
  memoryGb: number,
  rates: LambdaRates,
): ProvisionedPlan {
  let lengthMs = 0
  let servedMs = 0
  let servedBeforeMs = 0
  let sparedInitMs = 0
  let avoided = 0
  for (const column of columns) {
    const share = shareAvoided(column.peak, environments, standing)
    const servedOn = (count: number) => Math.min(column.busyMs, count * column.lengthMs)
    lengthMs += column.lengthMs
    servedMs += servedOn(environments)
    servedBeforeMs += servedOn(standing)
    sparedInitMs += column.billedInitMs * share
    avoided += column.coldStarts * share
  }
  const gbSeconds = memoryGb / 1000
  const kept = (environments - standing) * lengthMs * gbSeconds * rates.usdPerProvisionedGbSecond
  const cheaper = (servedMs - servedBeforeMs) * gbSeconds * (rates.usdPerGbSecond - rates.usdPerGbSecondOnProvisioned)
  const spared = sparedInitMs * gbSeconds * rates.usdPerGbSecond
  const months = MONTH_MS / lengthMs
  return {
    environments,
    utilisation: servedMs / (environments * lengthMs),
    usdPerMonth: (kept - cheaper - spared) * months,
    coldStartsAvoidedPerMonth: avoided * months,
  }
}

/** Which share of the cold starts of a stretch more environments avoid: those that ran beside what stands. */
function shareAvoided(peak: number | null, environments: number, standing: number): number {
  if (environments === standing) return 0
  if (peak === null || peak === 0) return 1
  return peak <= standing ? 0 : Math.min(1, (environments - standing) / (peak - standing))
}

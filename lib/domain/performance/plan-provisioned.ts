import type { LambdaRates } from '@/lib/domain/lambda-rates'

/** What ran in one stretch. busyMs: Durations added up; peak: the most that ran at once, null when not known. */
export type LoadColumn = {
  lengthMs: number
  busyMs: number
  peak: number | null
  coldStarts: number
  billedInitMs: number
}

/** usdPerMonth: by how much the month's bill changes (below 0: it falls). utilisation: busy share of the environments. */
export type ProvisionedPlan = {
  environments: number
  utilisation: number
  usdPerMonth: number
  coldStartsAvoidedPerMonth: number
}

export type ProvisionedPlans = {
  /** The utilisation from which on provisioned environments are cheaper than on-demand ones. */
  breakEvenUtilisation: number
  /** The most environments that do not make the bill higher; 0 when one does already. */
  breakEvenEnvironments: number
  plans: ProvisionedPlan[]
}

export const MONTH_MS = 30 * 86_400_000
const MOST_ENVIRONMENTS = 1_000

/**
 * What provisioned concurrency would have cost and spared, by the load that was seen, as a month of 30 days: an environment
 * is charged while it stands, its Durations at a lower rate, and it starts no one cold. Calls are taken as spread evenly
 * within a stretch, and cold starts as avoided in the proportion of the environments to the peak: an estimate. Null where
 * nothing ran or the memory is not known. Follows AWS Lambda Pricing.
 */
export function planProvisioned(
  columns: readonly LoadColumn[],
  memoryMb: number | null,
  rates: LambdaRates,
): ProvisionedPlans | null {
  const peaks = columns.flatMap(({ peak }) => (peak === null || peak === 0 ? [] : [peak])).sort((a, b) => a - b)
  const highest = peaks.at(-1)
  if (highest === undefined || memoryMb === null) return null
  const price = (environments: number) => planOf(environments, columns, memoryMb / 1024, rates)
  const most = Math.min(MOST_ENVIRONMENTS, Math.ceil(highest))
  let breakEvenEnvironments = 0
  while (breakEvenEnvironments < most && price(breakEvenEnvironments + 1).usdPerMonth <= 0) breakEvenEnvironments += 1
  const middle = peaks[Math.floor(peaks.length / 2)] ?? 1
  const usual = peaks[Math.floor(peaks.length * 0.95)] ?? highest
  const sizes = [1, breakEvenEnvironments, middle, usual, highest].map((size) => Math.min(most, Math.ceil(size)))
  return {
    breakEvenUtilisation: rates.usdPerProvisionedGbSecond / (rates.usdPerGbSecond - rates.usdPerGbSecondOnProvisioned),
    breakEvenEnvironments,
    plans: [...new Set(sizes.filter((size) => size > 0))].sort((a, b) => a - b).map(price),
  }
}

function planOf(environments: number, columns: readonly LoadColumn[], memoryGb: number, rates: LambdaRates) {
  let lengthMs = 0
  let servedMs = 0
  let sparedInitMs = 0
  let avoided = 0
  for (const column of columns) {
    const share = column.peak === null || column.peak === 0 ? 1 : Math.min(1, environments / column.peak)
    lengthMs += column.lengthMs
    servedMs += Math.min(column.busyMs, environments * column.lengthMs)
    sparedInitMs += column.billedInitMs * share
    avoided += column.coldStarts * share
  }
  const gbSeconds = memoryGb / 1000
  const standing = environments * lengthMs * gbSeconds * rates.usdPerProvisionedGbSecond
  const cheaper = servedMs * gbSeconds * (rates.usdPerGbSecond - rates.usdPerGbSecondOnProvisioned)
  const spared = sparedInitMs * gbSeconds * rates.usdPerGbSecond
  const months = MONTH_MS / lengthMs
  return {
    environments,
    utilisation: servedMs / (environments * lengthMs),
    usdPerMonth: (standing - cheaper - spared) * months,
    coldStartsAvoidedPerMonth: avoided * months,
  }
}

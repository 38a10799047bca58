import type { LambdaRates } from '@/lib/domain/lambda-rates'

/** Provisioned environments of one qualifier: from when to when how many stood. */
export type Stretch = { fromMs: number; toMs: number; environments: number }

export type ProvisionedUse = {
  stretches: readonly Stretch[]
  memoryMb: number
  /** Durations of the invocations that ran on them, added up; null when not known. */
  busyMs: number | null
}

/** keptUsd: for standing, used or not. unusedUsd: the part that nothing ran on; null when the use is not known. */
export type ProvisionedCost = { keptUsd: number; utilisation: number | null; unusedUsd: number | null }

/** What provisioned environments cost for standing, and how much of that was of use. Follows AWS Lambda Pricing. */
export function priceProvisioned({ stretches, memoryMb, busyMs }: ProvisionedUse, rates: LambdaRates): ProvisionedCost {
  const stoodMs = stretches.reduce((sum, { fromMs, toMs, environments }) => sum + (toMs - fromMs) * environments, 0)
  const keptUsd = (memoryMb / 1024) * (stoodMs / 1000) * rates.usdPerProvisionedGbSecond
  const utilisation = busyMs === null ? null : stoodMs === 0 ? 0 : Math.min(1, busyMs / stoodMs)
  return { keptUsd, utilisation, unusedUsd: utilisation === null ? null : keptUsd * (1 - utilisation) }
}

/**
 * How many stood when within a window: as many as now, less every change since. changes: oldest first. now: null where
 * nothing stands.
 */
export function traceStanding(
  now: number | null,
  changes: readonly { atMs: number; before: number | null; after: number | null }[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Stretch[] {
  const stretches: Stretch[] = []
  let endMs = toMs
  let environments = now ?? 0
  for (const { atMs, before } of changes.toReversed()) {
    if (atMs <= fromMs) break
    if (atMs < endMs) {
      stretches.unshift({ fromMs: atMs, toMs: endMs, environments })
      endMs = atMs
    }
    environments = before ?? 0
  }
  stretches.unshift({ fromMs, toMs: endMs, environments })
  return stretches.filter((stretch) => stretch.environments > 0 && stretch.toMs > stretch.fromMs)
}

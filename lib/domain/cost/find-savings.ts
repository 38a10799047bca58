import type { ProvisionedCost } from '@/lib/domain/cost/price-provisioned'
import type { Cost } from '@/lib/domain/cost/price-usage'
import { fitMemory, isWorthLowering } from '@/lib/domain/fit-memory'

export type SavingKind = 'memory' | 'provisioned' | 'architecture' | 'retries'

/** What is known of a function whose cost is to fall. */
export type SavingFacts = {
  cost: Cost
  architecture: string | null
  isImage: boolean
  memoryMb: number | null
  maxMemoryUsedMb: number | null
  retries: number
  provisioned: (ProvisionedCost & { environments: number; peak: number | null }) | null
  /** What a month is to the time that was counted. */
  months: number
}

/** usdPerMonth: what could be spared of a month's bill at most, an estimate. */
export type Saving = { kind: SavingKind; usdPerMonth: number; what: string; why: string }

const LEAST_USD = 0.01
const LEAST_INVOCATIONS = 50
const ARM_SHARE = 0.2
const MUCH_UNUSED = 0.3

/** What could be spared of a function's bill, dearest first; each with what it rests on. Nothing is promised to be as fast. */
export function findSavings(facts: SavingFacts): Saving[] {
  return [memorySaving(facts), provisionedSaving(facts), armSaving(facts), retrySaving(facts)]
    .filter((saving) => saving !== null)
    .filter(({ usdPerMonth }) => usdPerMonth >= LEAST_USD)
    .sort((a, b) => b.usdPerMonth - a.usdPerMonth)
}

function memorySaving({ cost, memoryMb, maxMemoryUsedMb, months }: SavingFacts): Saving | null {
  if (memoryMb === null || maxMemoryUsedMb === null || cost.invocations < LEAST_INVOCATIONS) return null
  const fitMb = fitMemory(maxMemoryUsedMb)
  if (!isWorthLowering(memoryMb, fitMb)) return null
  const usdPerMonth = cost.durationUsd * (1 - fitMb / memoryMb) * months
  return {
    kind: 'memory',
    usdPerMonth,
    what: `Lower memory from ${memoryMb} MB to ${fitMb} MB`,
    why: `No invocation used more than ${maxMemoryUsedMb} MB; that and a quarter fit into ${fitMb} MB. CPU comes with memory: where code computes it gets slower, and the saving smaller.`,
  }
}

function provisionedSaving({ provisioned, months }: SavingFacts): Saving | null {
  if (provisioned === null || provisioned.unusedUsd === null || provisioned.utilisation === null) return null
  const { environments, peak, keptUsd, unusedUsd, utilisation } = provisioned
  const used = Math.round(utilisation * 100)
  if (peak !== null && peak < environments) {
    const what =
      peak === 0 ? 'Remove provisioned concurrency' : `Lower provisioned concurrency from ${environments} to ${peak}`
    const why = `At most ${peak} of ${environments} environments were busy at once; over the time ${used} % of them were.`
    return { kind: 'provisioned', usdPerMonth: keptUsd * (1 - peak / environments) * months, what, why }
  }
  if (1 - utilisation < MUCH_UNUSED) return null
  return {
    kind: 'provisioned',
    usdPerMonth: unusedUsd * months,
    what: 'Schedule provisioned concurrency',
    why: `All ${environments} environments were busy at some time, and ${used} % of them over the time: scale them with the load to spare at most the rest.`,
  }
}

function armSaving({ cost, architecture, isImage, months }: SavingFacts): Saving | null {
  if (architecture !== 'x86_64' || cost.invocations < LEAST_INVOCATIONS) return null
  return {
    kind: 'architecture',
    usdPerMonth: cost.durationUsd * ARM_SHARE * months,
    what: 'Run on arm64',
    why: `A GB-second costs 20 % less on arm64. By the same durations, which are not known before it is tried${isImage ? '; the image has to be built for arm64' : '; native dependencies have to be built for arm64'}.`,
  }
}

function retrySaving({ cost, retries, months }: SavingFacts): Saving | null {
  if (retries === 0) return null
  return {
    kind: 'retries',
    usdPerMonth: cost.retriesUsd * months,
    what: 'Mend what is retried',
    why: `${retries} ${retries === 1 ? 'attempt' : 'attempts'} followed a failed one at the same request.`,
  }
}

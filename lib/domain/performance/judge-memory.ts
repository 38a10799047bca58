import { fitMemory, isWorthLowering, MOST_MEMORY_MB } from '@/lib/domain/fit-memory'

/** Warm invocations that ran with one Memory Size. usdPerMillion: of Billed Duration, without the requests' own charge. */
export type MemorySize = { memoryMb: number; invocations: number; p50Ms: number | null; usdPerMillion: number | null }

export type MemoryFacts = {
  memoryMb: number | null
  maxUsedMb: number | null
  outOfMemory: number
  /** With this size alone; windowMs: how long it was seen. */
  invocations: number
  windowMs: number
  /** US dollars of the Billed Duration of these. */
  durationUsd: number
  sizes: readonly MemorySize[]
}

export type Confidence = 'high' | 'medium' | 'low'

/**
 * usdPerMonth: between what bounds the month's bill changes (below 0: it falls). durationFactor: between what bounds the
 * Duration changes. Both are one value where the other size was seen.
 */
export type MemoryAdvice = {
  verdict: 'raise' | 'lower' | 'keep'
  toMb: number | null
  confidence: Confidence
  isMeasured: boolean
  usdPerMonth: { least: number; most: number } | null
  durationFactor: { least: number; most: number } | null
  why: string
}

const MONTH_MS = 30 * 86_400_000
const DAY_MS = 86_400_000
const TIGHT_SHARE = 0.9
const MEASURED_LEAST = 100

/**
 * Which Memory Size would do, by what was used, and how sure that is. CPU comes in proportion to memory: less memory may
 * slow a function down by as much as it is cheaper, or not at all where it only waits, so that the effect is told as bounds
 * unless the other size was seen at work. Null where memory or its use is not known.
 */
export function judgeMemory(facts: MemoryFacts): MemoryAdvice | null {
  const { memoryMb, maxUsedMb, outOfMemory, invocations } = facts
  if (memoryMb === null || maxUsedMb === null || invocations === 0) return null
  const used = Math.round((maxUsedMb / memoryMb) * 100)
  if (outOfMemory > 0 || maxUsedMb >= memoryMb * TIGHT_SHARE) {
    const why =
      outOfMemory > 0
        ? `${outOfMemory} ${outOfMemory === 1 ? 'invocation' : 'invocations'} ran out of memory.`
        : `The highest Max Memory Used is ${used} % of the Memory Size: the next growth ends in a kill.`
    // What ran out of memory hides how much it needed.
    const toMb = outOfMemory > 0 ? Math.min(MOST_MEMORY_MB, memoryMb * 2) : fitMemory(maxUsedMb)
    if (toMb <= memoryMb) {
      const none = { usdPerMonth: null, durationFactor: null, isMeasured: false }
      return {
        verdict: 'keep',
        toMb: null,
        confidence: confidenceOf(facts),
        ...none,
        why: `${why} It is the most that Lambda gives: use less at once.`,
      }
    }
    const confidence = outOfMemory > 0 ? 'high' : confidenceOf(facts)
    return { verdict: 'raise', toMb, confidence, ...effect(facts, memoryMb, toMb), why }
  }
  const toMb = fitMemory(maxUsedMb)
  if (!isWorthLowering(memoryMb, toMb)) {
    const why = `The highest Max Memory Used is ${used} % of the Memory Size: what stands free is the room it should have.`
    const none = { usdPerMonth: null, durationFactor: null, isMeasured: false }
    return { verdict: 'keep', toMb: null, confidence: confidenceOf(facts), ...none, why }
  }
  const why = `No invocation used more than ${used} % of its memory. ${toMb} MB hold the highest use with a quarter to spare.`
  return { verdict: 'lower', toMb, confidence: confidenceOf(facts), ...effect(facts, memoryMb, toMb), why }
}

/** High from a week and a thousand invocations on, medium from a day and two hundred on. */
function confidenceOf({ invocations, windowMs }: MemoryFacts): Confidence {
  if (invocations >= 1_000 && windowMs >= 7 * DAY_MS) return 'high'
  return invocations >= 200 && windowMs >= DAY_MS ? 'medium' : 'low'
}

function effect(facts: MemoryFacts, memoryMb: number, toMb: number) {
  const { sizes, durationUsd, windowMs } = facts
  const monthUsd = durationUsd * (MONTH_MS / windowMs)
  const ratio = toMb / memoryMb
  const [now, then] = [memoryMb, toMb].map((size) => sizes.find((one) => one.memoryMb === size))
  if (isMeasured(now) && isMeasured(then)) {
    const factor = then.p50Ms / now.p50Ms
    const usd = monthUsd * (then.usdPerMillion / now.usdPerMillion - 1)
    const once = (value: number) => ({ least: value, most: value })
    return { isMeasured: true, usdPerMonth: once(usd), durationFactor: once(factor) }
  }
  const bounds = [0, monthUsd * (ratio - 1)].sort((a, b) => a - b)
  const factors = [1, 1 / ratio].sort((a, b) => a - b)
  return {
    isMeasured: false,
    usdPerMonth: { least: bounds[0] ?? 0, most: bounds[1] ?? 0 },
    durationFactor: { least: factors[0] ?? 1, most: factors[1] ?? 1 },
  }
}

function isMeasured(size: MemorySize | undefined): size is MemorySize & { p50Ms: number; usdPerMillion: number } {
  return size !== undefined && size.invocations >= MEASURED_LEAST && size.p50Ms !== null && size.usdPerMillion !== null
}

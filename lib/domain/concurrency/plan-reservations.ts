import type { BucketValues } from '@/lib/domain/bucket-values'
import type { Held } from '@/lib/domain/concurrency/standing-at'

/** A function as it is: what is reserved for it, and provisioned of all its qualifiers. null: none. */
export type Holding = { name: string; reserved: number | null; provisioned: number | null }

/** Function name → reserved concurrency; null takes a reservation away. */
export type ReservationPlan = ReadonlyMap<string, number | null>

export type PlannedReservations = {
  reservedNow: number
  reservedPlanned: number
  /** What no function has reserved; null without a known limit. */
  poolNow: number | null
  poolPlanned: number | null
  /** Why AWS would refuse it; [] when it would not. */
  refusals: string[]
}

/** What has to stay unreserved in every account and region. */
const LEAST_UNRESERVED = 100

/** Reads `name=50,other=none`; null for text that is no plan. */
export function parsePlan(text: string): Map<string, number | null> | null {
  const plan = new Map<string, number | null>()
  for (const part of text.split(',').filter((one) => one !== '')) {
    const match = /^([^=]+)=(none|\d{1,9})$/.exec(part)
    if (match?.[1] === undefined) return null
    plan.set(match[1], match[2] === 'none' ? null : Number(match[2]))
  }
  return plan
}

/** What parsePlan reads back. */
export function serialisePlan(plan: ReservationPlan): string {
  return [...plan].map(([name, reserved]) => `${name}=${reserved ?? 'none'}`).join(',')
}

/**
 * What a plan leaves of the account's concurrency (pool: what AWS says is unreserved now), and what AWS would refuse of it: at least 100 have to stay unreserved; a
 * reservation must hold what is provisioned of its function; what is provisioned of the others must fit into the pool beside
 * these 100. Follows "Configuring reserved concurrency" and "provisioned concurrency" of the developer guide.
 */
export function planReservations(
  { limit, pool }: { limit: number | null; pool: number | null },
  holdings: readonly Holding[],
  plan: ReservationPlan,
): PlannedReservations {
  const planned = holdings.map((one) => ({
    ...one,
    next: plan.has(one.name) ? (plan.get(one.name) ?? null) : one.reserved,
  }))
  const reservedNow = sum(holdings.map(({ reserved }) => reserved))
  const reservedPlanned = sum(planned.map(({ next }) => next))
  // Settings of functions may not be read yet, or may not be read at all: what AWS itself says is left counts.
  const poolNow = pool ?? (limit === null ? null : limit - reservedNow)
  const poolPlanned = poolNow === null ? null : poolNow - (reservedPlanned - reservedNow)
  const refusals: string[] = []
  if (limit === null) refusals.push('The account’s concurrency limit is not known, so that the plan cannot be checked.')
  const names = new Set(holdings.map(({ name }) => name))
  for (const name of plan.keys()) if (!names.has(name)) refusals.push(`There is no function ${name} here.`)
  if (limit !== null && poolPlanned !== null && reservedPlanned > reservedNow && poolPlanned < LEAST_UNRESERVED) {
    refusals.push(
      `${limit - poolPlanned} reserved of ${limit} would leave ${poolPlanned} unreserved; AWS keeps at least ${LEAST_UNRESERVED}.`,
    )
  }
  for (const { name, provisioned, reserved, next } of planned) {
    if (next !== null && next !== reserved && provisioned !== null && next < provisioned) {
      refusals.push(`${name} has ${provisioned} provisioned, which a reservation of ${next} cannot hold.`)
    }
  }
  const shared = sum(planned.filter(({ next }) => next === null).map(({ provisioned }) => provisioned))
  if (poolPlanned !== null && shared > 0 && shared > poolPlanned - LEAST_UNRESERVED && plan.size > 0) {
    refusals.push(
      `${shared} are provisioned of functions without a reservation, and the pool of ${poolPlanned} has room for ${Math.max(0, poolPlanned - LEAST_UNRESERVED)}.`,
    )
  }
  return { reservedNow, reservedPlanned, poolNow, poolPlanned, refusals }
}

/** Minute (any number that tells it) → the most that ran at once. */
export type Peaks = BucketValues

export type Replay = { peak: number | null; minutesOver: number; worst: number | null }

/** In how many minutes more ran than a bound allows, and in which the most. Minutes without a point had nothing. */
export function replayAgainst(peaks: Peaks, bound: number): Replay {
  let peak: number | null = null
  let worst: number | null = null
  let minutesOver = 0
  for (const [minute, value] of peaks) {
    if (peak === null || value > peak) {
      peak = value
      worst = minute
    }
    if (value > bound) minutesOver += 1
  }
  return { peak, minutesOver, worst: minutesOver === 0 ? null : worst }
}

/** planned: what would be reserved for it, null: nothing. heldIn: what it held in a minute. */
export type PlannedUse = { peaks: Peaks; planned: number | null; heldIn(minute: number): Held }

/**
 * What would have been taken of the pool, by what was taken in each minute: less what a function took that would have had a
 * reservation, more what one would have taken that had one. What is provisioned is taken whether it is used or not. Peaks
 * of one minute are taken as simultaneous, which they need not have been.
 */
export function poolUnderPlan(taken: Peaks, functions: readonly PlannedUse[]): Map<number, number> {
  const pool = new Map<number, number>()
  for (const [minute, value] of taken) {
    let used = value
    for (const { peaks, planned, heldIn } of functions) {
      const { reserved, provisioned } = heldIn(minute)
      if ((reserved === null) === (planned === null)) continue
      const own = Math.max(peaks.get(minute) ?? 0, sum(provisioned.map((one) => one.value)))
      used += planned === null ? own : -own
    }
    pool.set(minute, Math.max(0, used))
  }
  return pool
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0)
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSavings, type SavingFacts } from '@/lib/domain/cost/find-savings'
import { priceMonth, priceTiers } from '@/lib/domain/cost/price-month'
import { priceProvisioned, traceStanding } from '@/lib/domain/cost/price-provisioned'
import { priceUsage, sumCosts, type Usage, type UsageFacts } from '@/lib/domain/cost/price-usage'

const RATES = {
  usdPerGbSecond: 0.0000166667,
  usdPerRequest: 0.0000002,
  usdPerProvisionedGbSecond: 0.0000041667,
  usdPerGbSecondOnProvisioned: 0.0000097222,
  usdPerSnapshotGbSecond: 0.0000015046,
  usdPerRestoredGb: 0.0001397998,
}
const FACTS: UsageFacts = {
  rates: RATES,
  storageGb: 0,
  usdPerStorageGbSecond: 0.0000000309,
  snapStart: null,
  provisionedShare: 0,
}
const USAGE: Usage = {
  ...{ invocations: 1_000_000, coldStarts: 1_000, billedMs: 100_000_000, gbMs: 100_000_000, initGbMs: 1_000_000 },
  ...{ memoryMb: 1024, maxMemoryUsedMb: 300, retries: 10, retryGbMs: 1_000 },
}
const DAY = 86_400_000

describe('the price of what was used', () => {
  it('is requests and GB-seconds, of which init, retries and over-size are parts', () => {
    const cost = priceUsage(USAGE, FACTS)
    expect(cost.requestsUsd).toBeCloseTo(0.2, 10)
    expect(cost.durationUsd).toBeCloseTo(1.66667, 10)
    expect(cost.usd).toBeCloseTo(1.86667, 10)
    expect(cost.initUsd).toBeCloseTo(0.0166667, 10)
    expect(cost.retriesUsd).toBeCloseTo(0.0000166667 + 10 * 0.0000002, 12)
    // 300 MB and a quarter fit into 384 MB.
    expect(cost.oversizeUsd).toBeCloseTo(1.66667 * (1 - 384 / 1024), 10)
  })

  it('is lower on provisioned concurrency, and counts restores and storage where they are charged', () => {
    expect(priceUsage(USAGE, { ...FACTS, provisionedShare: 1 }).durationUsd).toBeCloseTo(0.97222 * 0.99 + 0.0166667, 10)
    const restored = priceUsage(USAGE, { ...FACTS, snapStart: { isFree: false } })
    expect(restored).toMatchObject({ initUsd: 0 })
    expect(restored.restoreUsd).toBeCloseTo(0.0166667 + 1_000 * 0.0001397998, 10)
    expect(priceUsage(USAGE, { ...FACTS, snapStart: { isFree: true } }).restoreUsd).toBeCloseTo(0.0166667, 10)
    expect(priceUsage(USAGE, { ...FACTS, storageGb: 9.5 }).storageUsd).toBeCloseTo(9.5 * 100_000 * 0.0000000309, 10)
  })

  it('adds up to the same however it is split', () => {
    const part = fc.record({
      invocations: fc.nat(1e6),
      gbMs: fc.nat(1e9),
      billedMs: fc.nat(1e9),
      initGbMs: fc.nat(1e6),
    })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const usages = parts.map((one) => ({ ...USAGE, ...one, retries: 0, retryGbMs: 0 }))
        const sum = (of: keyof Usage) => usages.reduce((total, one) => total + (one[of] ?? 0), 0)
        const whole = { ...USAGE, retries: 0, retryGbMs: 0, coldStarts: 0 }
        const all = {
          invocations: sum('invocations'),
          gbMs: sum('gbMs'),
          billedMs: sum('billedMs'),
          initGbMs: sum('initGbMs'),
        }
        const split = sumCosts(usages.map((one) => priceUsage({ ...one, coldStarts: 0 }, FACTS)))
        const once = priceUsage({ ...whole, ...all }, FACTS)
        expect(split.usd).toBeCloseTo(once.usd, 6)
        expect(split.oversizeUsd).toBeCloseTo(once.oversizeUsd, 6)
      }),
    )
  })

  it('knows no fitting size where the use is not known', () => {
    const unknown = priceUsage({ ...USAGE, maxMemoryUsedMb: null }, FACTS)
    expect(unknown).toMatchObject({ oversizeUsd: 0, unsizedInvocations: 1_000_000 })
    expect(sumCosts([unknown, priceUsage(USAGE, FACTS)]).unsizedInvocations).toBe(1_000_000)
    expect(priceUsage({ ...USAGE, maxMemoryUsedMb: 1020 }, FACTS).oversizeUsd).toBe(0)
  })
})

describe('a month as AWS bills it', () => {
  const TIERS = [
    { upTo: 100, usd: 3 },
    { upTo: 300, usd: 2 },
    { upTo: null, usd: 1 },
  ]

  it('goes through the tiers', () => {
    expect(priceTiers(0, TIERS)).toEqual({ usd: 0, tier: 1 })
    expect(priceTiers(100, TIERS)).toEqual({ usd: 300, tier: 1 })
    expect(priceTiers(150, TIERS)).toEqual({ usd: 400, tier: 2 })
    expect(priceTiers(400, TIERS)).toEqual({ usd: 800, tier: 3 })
  })

  const NO_EXTRAS = { provisionedUsd: 0, storageUsd: 0, restoreUsd: 0 }
  const FREE = { requests: 100, gbSeconds: 50 }
  const used = (region: string, requests: number, gbSeconds: number, requestsOnProvisioned = 0) => ({
    ...{ region, architecture: 'x86_64', requests, requestsOnProvisioned, gbSeconds },
  })
  const pricesOf = ({ region }: { region: string }) => ({ tiers: TIERS, usdPerRequest: region === 'dear' ? 0.2 : 0.1 })

  it('counts tiers by region and architecture, and takes off what is free once', () => {
    const month = priceMonth([used('a', 50, 150), used('b', 100, 50)], pricesOf, FREE, NO_EXTRAS)
    expect(month.rows.map(({ tieredUsd, tier }) => [tieredUsd, tier])).toEqual([
      [400, 2],
      [150, 1],
    ])
    expect(month.listUsd).toBe(450 + 150 + 15)
    expect(month.freeUsd).toBeCloseTo(550 / 4 + 10, 10)
    expect(month.usd).toBeCloseTo(550 + 15 - 550 / 4 - 10, 10)
  })

  it('has nothing free for provisioned concurrency, storage and restores', () => {
    const extras = { provisionedUsd: 7, storageUsd: 3, restoreUsd: 2 }
    const month = priceMonth([used('a', 80, 40, 50)], pricesOf, FREE, extras)
    expect(month.freeUsd).toBeCloseTo(120 + 30 * 0.1, 10)
    expect(month.usd).toBeCloseTo(50 * 0.1 + 12, 10)
    expect(month.listUsd).toBeCloseTo(120 + 8 + 12, 10)
  })

  it('has the price of requests of each region', () => {
    const month = priceMonth([used('a', 100, 0), used('dear', 100, 0)], pricesOf, FREE, NO_EXTRAS)
    expect(month.requestsUsd).toBeCloseTo(30, 10)
    expect(month.freeUsd).toBeCloseTo(15, 10)
  })

  it('is never below nothing', () => {
    expect(priceMonth([used('a', 5, 5)], pricesOf, FREE, NO_EXTRAS).usd).toBeCloseTo(0, 10)
  })
})

describe('provisioned concurrency', () => {
  it('costs while it stands, and is unused where nothing ran on it', () => {
    const stretches = [{ fromMs: 0, toMs: 1_000_000, environments: 4 }]
    const cost = priceProvisioned({ stretches, memoryMb: 512, busyMs: 1_000_000 }, RATES)
    expect(cost.keptUsd).toBeCloseTo(0.5 * 4_000 * 0.0000041667, 12)
    expect(cost.utilisation).toBe(0.25)
    expect(cost.unusedUsd).toBeCloseTo(cost.keptUsd * 0.75, 12)
    expect(priceProvisioned({ stretches, memoryMb: 512, busyMs: null }, RATES).unusedUsd).toBeNull()
  })

  it('stood as the changes say', () => {
    const window = { fromMs: 100, toMs: 200 }
    expect(traceStanding(5, [], window)).toEqual([{ fromMs: 100, toMs: 200, environments: 5 }])
    expect(traceStanding(null, [{ atMs: 150, before: 3, after: null }], window)).toEqual([
      { fromMs: 100, toMs: 150, environments: 3 },
    ])
    const changes = [
      { atMs: 120, before: null, after: 2 },
      { atMs: 160, before: 2, after: 5 },
    ]
    expect(traceStanding(5, changes, window)).toEqual([
      { fromMs: 120, toMs: 160, environments: 2 },
      { fromMs: 160, toMs: 200, environments: 5 },
    ])
  })
})

describe('savings', () => {
  const COST = priceUsage(USAGE, FACTS)
  const NONE: SavingFacts = {
    ...{ cost: COST, architecture: 'arm64', isImage: false, memoryMb: 1024, maxMemoryUsedMb: 900 },
    ...{ retries: 0, provisioned: null, months: 30 },
  }

  it('are none where nothing is spare', () => {
    expect(findSavings(NONE)).toEqual([])
  })

  it('come dearest first, each with its reason', () => {
    const savings = findSavings({ ...NONE, architecture: 'x86_64', maxMemoryUsedMb: 100, retries: 3 })
    expect(savings.map(({ kind }) => kind)).toEqual(['memory', 'architecture'])
    expect(savings[0]?.usdPerMonth).toBeCloseTo(COST.durationUsd * (1 - 128 / 1024) * 30, 8)
    expect(savings[0]?.what).toBe('Lower memory from 1024 MB to 128 MB')
  })

  it('do not lower memory for what ran only a few times', () => {
    const cost = { ...COST, invocations: 49 }
    expect(findSavings({ ...NONE, cost, maxMemoryUsedMb: 100 })).toEqual([])
  })

  it('lower provisioned concurrency to its peak', () => {
    const provisioned = { keptUsd: 10, utilisation: 0.1, unusedUsd: 9, environments: 5, peak: 2, stretches: [] }
    expect(findSavings({ ...NONE, provisioned, months: DAY / DAY })).toMatchObject([
      { kind: 'provisioned', usdPerMonth: 6, what: 'Lower provisioned concurrency from 5 to 2' },
    ])
    expect(findSavings({ ...NONE, provisioned: { ...provisioned, peak: 5 }, months: 1 })).toMatchObject([
      { usdPerMonth: 9, what: 'Schedule provisioned concurrency' },
    ])
  })
})

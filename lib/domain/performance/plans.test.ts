import { describe, expect, it } from 'vitest'
import { judgeMemory, type MemoryFacts } from '@/lib/domain/performance/judge-memory'
import { judgeTimeout } from '@/lib/domain/performance/judge-timeout'
import { type LoadColumn, MONTH_MS, planProvisioned } from '@/lib/domain/performance/plan-provisioned'
import { planSnapStart, type SnapStartFacts } from '@/lib/domain/performance/plan-snap-start'

const RATES = {
  usdPerGbSecond: 0.0000166667,
  usdPerRequest: 0.0000002,
  usdPerProvisionedGbSecond: 0.0000041667,
  usdPerGbSecondOnProvisioned: 0.0000097222,
  usdPerSnapshotGbSecond: 0.0000015046,
  usdPerRestoredGb: 0.0001397998,
}
const HOUR = 3_600_000
const column = (own: Partial<LoadColumn> = {}): LoadColumn => ({
  ...{ lengthMs: HOUR, busyMs: 0, peak: null, coldStarts: 0, billedInitMs: 0 },
  ...own,
})

describe('provisioned concurrency', () => {
  it('pays from 60 % utilisation on', () => {
    const at = (share: number) => planProvisioned([column({ busyMs: HOUR * share, peak: 1 })], 1024, RATES)
    expect(at(0.5)?.breakEvenUtilisation).toBeCloseTo(0.6, 3)
    expect(at(0.59)?.plans[0]?.usdPerMonth).toBeGreaterThan(0)
    expect(at(0.61)?.plans[0]?.usdPerMonth).toBeLessThan(0)
    expect(at(0.59)?.breakEvenEnvironments).toBe(0)
    expect(at(0.61)?.breakEvenEnvironments).toBe(1)
  })

  it('costs its standing charge where nothing runs on it', () => {
    const [plan] = planProvisioned([column({ peak: 1 })], 1024, RATES)?.plans ?? []
    expect(plan?.usdPerMonth).toBeCloseTo((MONTH_MS / 1000) * RATES.usdPerProvisionedGbSecond, 6)
    expect(plan?.utilisation).toBe(0)
  })

  it('spares the inits of those that it serves', () => {
    const columns = [column({ peak: 4, coldStarts: 8, billedInitMs: 8_000, busyMs: HOUR })]
    const plans = planProvisioned(columns, 1024, RATES)?.plans ?? []
    expect(plans.map(({ environments }) => environments)).toEqual([1, 4])
    expect(plans[0]?.coldStartsAvoidedPerMonth).toBeCloseTo((2 * MONTH_MS) / HOUR)
    expect(plans[1]?.coldStartsAvoidedPerMonth).toBeCloseTo((8 * MONTH_MS) / HOUR)
  })

  it('is planned beside what stands already, which is free of change', () => {
    const columns = [
      column({ peak: 7, coldStarts: 8, billedInitMs: 8_000, busyMs: 4 * HOUR }),
      column({ peak: 2, coldStarts: 5, billedInitMs: 5_000, busyMs: HOUR }),
    ]
    const planned = planProvisioned(columns, 1024, RATES, 3)
    expect(planned).toMatchObject({ standing: 3, breakEvenEnvironments: 3 })
    expect(planned?.plans.map(({ environments }) => environments)).toEqual([3, 4, 7])
    const [standing, more, all] = planned?.plans ?? []
    expect(standing).toMatchObject({ usdPerMonth: 0, coldStartsAvoidedPerMonth: 0, utilisation: 4 / 6 })
    // A quarter of what ran beside the three; where two ran at most, it was not for want of environments.
    expect(more?.coldStartsAvoidedPerMonth).toBeCloseTo((2 * MONTH_MS) / (2 * HOUR))
    expect(all?.coldStartsAvoidedPerMonth).toBeCloseTo((8 * MONTH_MS) / (2 * HOUR))
    const seconds = HOUR / 1000
    const served = seconds * (RATES.usdPerGbSecond - RATES.usdPerGbSecondOnProvisioned)
    const kept = 2 * seconds * RATES.usdPerProvisionedGbSecond
    const spared = 2 * RATES.usdPerGbSecond
    expect(more?.usdPerMonth).toBeCloseTo((kept - served - spared) * (MONTH_MS / (2 * HOUR)), 8)
  })

  it('says nothing where nothing ran', () => {
    expect(planProvisioned([column()], 1024, RATES)).toBeNull()
    expect(planProvisioned([column({ peak: 1 })], null, RATES)).toBeNull()
  })
})

describe('SnapStart', () => {
  const facts: SnapStartFacts = {
    ...{ runtime: 'python3.13', packageType: 'Zip', ephemeralStorageMb: 512, isOn: false, hasProvisioned: false },
    ...{ isManaged: false, publishedColdStarts: 100, restores: 0, latestColdStarts: 0, ranPublished: true },
    ...{ memoryMb: 1024, billedInitMs: 100_000, windowMs: MONTH_MS },
  }
  it('costs the snapshot and the restores, and spares the inits', () => {
    const plan = planSnapStart(facts, RATES)
    expect(plan).toMatchObject({ state: 'possible', isFree: false })
    if (plan?.state !== 'possible') throw new Error('not possible')
    expect(plan.usdPerMonth).toBeCloseTo(2_592_000 * 0.0000015046 + 100 * 0.0001397998 - 100 * 0.0000166667, 6)
    expect(plan.breakEvenInitMs).toBeCloseTo(8388, 0)
  })

  it('is free for Java, and is not to be had elsewhere', () => {
    expect(planSnapStart({ ...facts, runtime: 'java21' }, RATES)).toMatchObject({ isFree: true, breakEvenInitMs: null })
    const others = [
      { runtime: 'nodejs22.x' },
      { runtime: 'java8.al2' },
      { runtime: 'python3.11' },
      { packageType: 'Image' },
    ]
    for (const other of [
      ...others,
      { ephemeralStorageMb: 1024 },
      { hasProvisioned: true },
      { runtime: null },
      { isManaged: true },
    ]) {
      expect(planSnapStart({ ...facts, ...other }, RATES)).toMatchObject({ state: 'impossible' })
    }
  })

  it('applies to published versions alone', () => {
    const isOn = { ...facts, isOn: true, restores: 70, latestColdStarts: 20 }
    expect(planSnapStart(isOn, RATES)).toEqual({ state: 'on', restores: 70, inits: 50 })
    const latest = { ...facts, publishedColdStarts: 0, billedInitMs: 0, latestColdStarts: 20 }
    expect(planSnapStart({ ...latest, ranPublished: false }, RATES)).toMatchObject({
      state: 'impossible',
      reason: expect.stringContaining('Only $LATEST was called'),
    })
    // What $LATEST starts is neither spared nor restored.
    const plan = planSnapStart(latest, RATES)
    expect(plan).toMatchObject({ state: 'possible', latestColdStarts: 20 })
    if (plan?.state === 'possible') expect(plan.usdPerMonth).toBe(plan.keptUsdPerMonth)
  })
})

it.each([
  [{ timeoutS: 3, timeouts: 1, maxMs: 3000 }, 'reached'],
  [{ timeoutS: 3, timeouts: 0, maxMs: 2400 }, 'close'],
  [{ timeoutS: 3, timeouts: 0, maxMs: 2399 }, 'fine'],
  [{ timeoutS: 60, timeouts: 0, maxMs: 5999 }, 'loose'],
  [{ timeoutS: 3, timeouts: 0, maxMs: 20 }, 'fine'],
  [{ timeoutS: null, timeouts: 0, maxMs: 20 }, null],
  [{ timeoutS: 3, timeouts: 0, maxMs: null }, null],
])('judges the timeout of %j as %s', (facts, verdict) => {
  expect(judgeTimeout(facts)).toBe(verdict)
})

describe('memory', () => {
  const facts: MemoryFacts = {
    ...{ memoryMb: 1024, maxUsedMb: 200, outOfMemory: 0, invocations: 5_000, windowMs: 7 * 24 * HOUR },
    ...{ durationUsd: 7, sizes: [] },
  }
  it('is lowered to what was used and a quarter, with bounds for what that does', () => {
    expect(judgeMemory(facts)).toMatchObject({
      ...{ verdict: 'lower', toMb: 256, confidence: 'high', isMeasured: false },
      durationFactor: { least: 1, most: 4 },
    })
    expect(judgeMemory(facts)?.usdPerMonth?.least).toBeCloseTo(-22.5)
    expect(judgeMemory(facts)?.usdPerMonth?.most).toBe(0)
  })

  it('tells the effect as measured where the other size was seen', () => {
    const sizes = [
      { memoryMb: 256, invocations: 100, p50Ms: 30, usdPerMillion: 3 },
      { memoryMb: 1024, invocations: 100, p50Ms: 20, usdPerMillion: 6 },
    ]
    expect(judgeMemory({ ...facts, sizes })).toMatchObject({
      isMeasured: true,
      durationFactor: { least: 1.5, most: 1.5 },
    })
    expect(judgeMemory({ ...facts, sizes })?.usdPerMonth?.least).toBeCloseTo(-15)
    const few = sizes.map((size) => ({ ...size, invocations: 99 }))
    expect(judgeMemory({ ...facts, sizes: few })?.isMeasured).toBe(false)
  })

  it('is raised where it ran out or nearly did', () => {
    expect(judgeMemory({ ...facts, outOfMemory: 2 })).toMatchObject({
      verdict: 'raise',
      toMb: 2048,
      confidence: 'high',
    })
    expect(judgeMemory({ ...facts, maxUsedMb: 1000 })).toMatchObject({ verdict: 'raise', toMb: 1280 })
    const most = judgeMemory({ ...facts, memoryMb: 10_240, outOfMemory: 2 })
    expect(most).toMatchObject({
      verdict: 'keep',
      toMb: null,
      why: expect.stringContaining('the most that Lambda gives'),
    })
  })

  it('is kept where little would be spared, and is surer the more was seen', () => {
    expect(judgeMemory({ ...facts, maxUsedMb: 700 })).toMatchObject({ verdict: 'keep', toMb: null })
    expect(judgeMemory({ ...facts, windowMs: 24 * HOUR, invocations: 200 })?.confidence).toBe('medium')
    expect(judgeMemory({ ...facts, windowMs: HOUR })?.confidence).toBe('low')
    expect(judgeMemory({ ...facts, maxUsedMb: null })).toBeNull()
  })
})

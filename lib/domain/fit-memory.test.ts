import { expect, it } from 'vitest'
import { findSavings, type SavingFacts } from '@/lib/domain/cost/find-savings'
import { type Cost, sumCosts } from '@/lib/domain/cost/price-usage'
import { fitMemory } from '@/lib/domain/fit-memory'
import { judgeMemory } from '@/lib/domain/performance/judge-memory'

it('is the next step above what was used and a quarter, and a size that Lambda has', () => {
  expect([20, 102, 103, 400, 9_000].map(fitMemory)).toEqual([128, 128, 192, 512, 10_240])
})

it('is what savings and right-sizing both advise, in dollars too', () => {
  const cost: Cost = { ...sumCosts([]), durationUsd: 2, invocations: 5_000 }
  const saving: SavingFacts = {
    ...{ cost, architecture: 'arm64', isImage: false, memoryMb: 3008, retries: 0, provisioned: null, months: 1 },
    maxMemoryUsedMb: 986,
  }
  const seen = { memoryMb: 3008, maxUsedMb: 986, outOfMemory: 0, invocations: 5_000, durationUsd: 2, sizes: [] }
  const [saved] = findSavings(saving)
  const advice = judgeMemory({ ...seen, windowMs: 30 * 86_400_000 })
  expect([advice?.verdict, advice?.toMb]).toEqual(['lower', 1280])
  expect(saved?.what).toBe(`Lower memory from 3008 MB to ${advice?.toMb} MB`)
  expect(saved?.usdPerMonth).toBeCloseTo(-(advice?.usdPerMonth?.least ?? 0), 10)
})

import { expect, it } from 'vitest'
import { type PricedInvocation, type PriceTable, priceInvocation } from '@/lib/domain/pricing'

const PRICES: PriceTable = {
  perRequestUsd: 0.2 / 1e6,
  perGbSecondUsd: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  perProvisionedGbSecondUsd: { x86_64: 0.0000097222, arm64: 0.0000077778 },
  perStorageGbSecondUsd: 0.0000000309,
}
const second: PricedInvocation = { billedMs: 1000, memoryMb: 1024, architecture: 'x86_64' }

it.each([
  ['one GB-second and the request', {}, 0.0000166667 + 2e-7],
  ['the architecture’s price', { architecture: 'arm64' as const }, 0.0000133334 + 2e-7],
  ['in proportion to memory and time', { memoryMb: 128, billedMs: 500 }, 0.0000166667 / 16 + 2e-7],
  ['less on provisioned concurrency', { provisioned: true }, 0.0000097222 + 2e-7],
  ['the storage above 512 MB', { ephemeralStorageMb: 1536 }, 0.0000166667 + 0.0000000309 + 2e-7],
  ['nothing for the storage that is free', { ephemeralStorageMb: 512 }, 0.0000166667 + 2e-7],
  ['the request alone when nothing was billed', { billedMs: 0 }, 2e-7],
])('costs %s', (_name, change, usd) => {
  expect(priceInvocation({ ...second, ...change }, PRICES)).toBeCloseTo(usd, 15)
})

it('is not known without its figures', () => {
  expect(priceInvocation({ ...second, billedMs: null }, PRICES)).toBeNull()
  expect(priceInvocation({ ...second, memoryMb: null }, PRICES)).toBeNull()
})

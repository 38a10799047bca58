import { expect, it } from 'vitest'
import { scanPrice } from '@/lib/server/api-prices'
import { lambdaPrice } from '@/lib/server/lambda-prices'

it.each([
  ['ap-northeast-1', 7.6, true],
  ['us-east-1', 5, true],
  ['eu-west-1', 5, false],
])('Logs Insights in %s costs %d dollars a terabyte', (region, usd, isListed) => {
  const price = scanPrice(region)
  expect(price.usd * 1e12).toBeCloseTo(usd, 10)
  expect(price.isListed).toBe(isListed)
})

it('a request is dearer where duration is', () => {
  expect(lambdaPrice('us-east-1', null).usdPerRequest).toBe(0.0000002)
  expect(lambdaPrice('ap-east-1', 'arm64').usdPerRequest).toBeCloseTo(0.000000275, 9)
})

import { expect, it } from 'vitest'
import { rateLimitOf } from '@/lib/sync/aws/rate-limits'

it.each([
  ['us-east-1', 20],
  ['eu-central-1', 4],
  ['eu-west-1', 8],
])('reads log events in %s at four fifths of its published quota, which others need too', (region, perSecond) => {
  expect(rateLimitOf(region, 'logs', 'FilterLogEvents').perSecond).toBe(perSecond)
})

it("takes only a part of the bucket that Lambda's control calls share, and as much as it is told", () => {
  const aliases = rateLimitOf('eu-west-1', 'lambda', 'ListAliases')
  expect(aliases).toEqual(rateLimitOf('eu-west-1', 'lambda', 'ListFunctions'))
  expect(aliases.perSecond).toBeLessThanOrEqual(3)
  expect(rateLimitOf('eu-west-1', 'lambda', 'GetFunction').bucket).not.toBe(aliases.bucket)
  expect(rateLimitOf('eu-west-1', 'lambda', 'ListAliases', 1.5).perSecond).toBe(1.5)
  expect(rateLimitOf('eu-west-1', 'logs', 'FilterLogEvents', 1.5).perSecond).toBe(8)
})

it('begins low and may grow where X-Ray publishes no limit', () => {
  expect(rateLimitOf('eu-west-1', 'xray', 'GetTraceSummaries')).toMatchObject({ perSecond: 2, mostPerSecond: 20 })
})

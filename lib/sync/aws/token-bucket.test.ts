import { describe, expect, it } from 'vitest'
import { rateLimitOf } from '@/lib/sync/aws/rate-limits'
import { TokenBucket } from '@/lib/sync/aws/token-bucket'

const never = new AbortController().signal

describe('TokenBucket', () => {
  it("lets one second's worth pass at once and paces the rest", async () => {
    const bucket = new TokenBucket(50)
    const startedMs = performance.now()
    for (let call = 0; call < 50; call += 1) await bucket.take(never)
    expect(performance.now() - startedMs).toBeLessThan(300)
    for (let call = 0; call < 10; call += 1) await bucket.take(never)
    expect(performance.now() - startedMs).toBeGreaterThan(150)
  })

  it('halves the rate when it is throttled, and comes back to its limit and no further', () => {
    const bucket = new TokenBucket(10)
    bucket.throttled()
    expect(bucket.perSecond).toBe(5)
    for (let answer = 0; answer < 100; answer += 1) bucket.answered()
    expect(bucket.perSecond).toBe(10)
  })

  it('grows where the limit is not published', () => {
    const bucket = new TokenBucket(2, 20)
    for (let answer = 0; answer < 100; answer += 1) bucket.answered()
    expect(bucket.perSecond).toBe(20)
  })

  it('gives up the wait when it is aborted, and the next in line has its turn', async () => {
    const bucket = new TokenBucket(20)
    for (let call = 0; call < 20; call += 1) await bucket.take(never)
    const stop = new AbortController()
    const given = bucket.take(stop.signal)
    stop.abort()
    await expect(given).rejects.toThrow()
    await bucket.take(never)
  })
})

describe('rateLimitOf', () => {
  it.each([
    ['us-east-1', 25],
    ['eu-central-1', 5],
    ['eu-west-1', 10],
  ])('reads log events in %s at its published quota', (region, perSecond) => {
    expect(rateLimitOf(region, 'logs', 'FilterLogEvents').perSecond).toBe(perSecond)
  })

  it("takes only a part of the bucket that Lambda's control calls share", () => {
    const aliases = rateLimitOf('eu-west-1', 'lambda', 'ListAliases')
    expect(aliases).toEqual(rateLimitOf('eu-west-1', 'lambda', 'ListFunctions'))
    expect(aliases.perSecond).toBeLessThanOrEqual(3)
    expect(rateLimitOf('eu-west-1', 'lambda', 'GetFunction').bucket).not.toBe(aliases.bucket)
  })
})

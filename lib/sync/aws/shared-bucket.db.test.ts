import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type BucketLimit, BucketStore } from '@/lib/sync/aws/bucket-store'
import { SharedBucket } from '@/lib/sync/aws/shared-bucket'

const never = new AbortController().signal

let db: TestDb
let otherPool: pg.Pool

beforeAll(async () => {
  db = await openTestDb()
  otherPool = new pg.Pool({ connectionString: db.url, max: 2 })
})
afterAll(async () => {
  await otherPool?.end()
  await db?.close()
})
beforeEach(() => db.pool.query('DELETE FROM api_bucket'))

function limit(perSecond: number, mostPerSecond = perSecond): BucketLimit {
  return { accountRegionId: 1, bucket: 'test', perSecond, mostPerSecond }
}

/** Two workers: each with its own pool and its own end of the bucket. */
function openTwo(bucket: BucketLimit): [SharedBucket, SharedBucket] {
  return [new SharedBucket(new BucketStore(db.pool), bucket), new SharedBucket(new BucketStore(otherPool), bucket)]
}

async function pace(): Promise<number> {
  const sql = 'SELECT per_second AS "perSecond" FROM api_bucket'
  return (await selectRows<{ perSecond: number }>(db.pool, sql, []))[0]?.perSecond ?? 0
}

describe('SharedBucket', () => {
  it.each([40, 8])('two workers together never pass %i calls a second, and waste little of it', async (perSecond) => {
    const sent: number[] = []
    const calls = Math.round(perSecond * 1.5)
    let left = calls
    const work = async (bucket: SharedBucket) => {
      while (left > 0) {
        left -= 1
        await bucket.take(never)
        sent.push(performance.now())
      }
    }
    const startedMs = performance.now()
    const buckets = openTwo(limit(perSecond))
    await Promise.all(buckets.flatMap((bucket) => [work(bucket), work(bucket), work(bucket)]))
    expect(sent).toHaveLength(calls)
    sent.sort((a, b) => a - b)
    for (const [at, fromMs] of sent.entries()) {
      const inSecond = sent.slice(at).filter((ms) => ms - fromMs < 1_000).length
      // A reserved call may go out a quarter of a second late.
      expect(inSecond).toBeLessThanOrEqual(Math.ceil(perSecond * 1.25) + 1)
    }
    const tookMs = performance.now() - startedMs
    expect(tookMs).toBeGreaterThan(((calls - 1) / perSecond - 0.25) * 1000)
    expect(tookMs).toBeLessThan((calls / perSecond) * 1000 * 2 + 500)
  })

  it('what a worker reserved and died with holds nobody up for longer than it would have taken', async () => {
    const store = new BucketStore(db.pool)
    await store.reserve(limit(20), 5, 0)
    const [, bucket] = openTwo(limit(20))
    const startedMs = performance.now()
    await bucket.take(never)
    // A quarter of a second, and what a full machine adds.
    expect(performance.now() - startedMs).toBeLessThan(3_000)
  })

  it('asks the database once for several calls', async () => {
    let reservations = 0
    const store = new BucketStore(db.pool)
    const counting = {
      reserve: (...values: Parameters<BucketStore['reserve']>) => {
        reservations += 1
        return store.reserve(...values)
      },
      slowDown: (...values: Parameters<BucketStore['slowDown']>) => store.slowDown(...values),
    }
    const bucket = new SharedBucket(counting, limit(400))
    await Promise.all(Array.from({ length: 200 }, () => bucket.take(never)))
    expect(reservations).toBeLessThan(10)
  })

  it('throttling seen by one worker slows all, once for the calls in flight, and answers bring the pace back', async () => {
    const bucket = limit(20)
    const [one, other] = openTwo(bucket)
    await one.take(never)
    await Promise.all([one.throttled(), one.throttled(), other.throttled()])
    expect(await pace()).toBe(10)
    const [{ intervalMs } = { intervalMs: 0 }] = [await new BucketStore(otherPool).reserve(bucket, 1, 0)]
    expect(intervalMs).toBe(100)
    const store = new BucketStore(db.pool)
    await store.reserve(bucket, 1, 5)
    const near = await pace()
    expect(near).toBeGreaterThan(12)
    for (let call = 0; call < 6; call += 1) await store.reserve(bucket, 1, 1)
    // Near the pace that was throttled a moment ago it goes up slowly.
    expect(await pace()).toBeLessThan(17.5)
    await db.pool.query(`UPDATE api_bucket SET throttled_at = throttled_at - interval '2 minutes'`)
    await store.reserve(bucket, 1, 200)
    expect(await pace()).toBe(20)
  })

  it('begins low and grows where the limit is not published, and is never slower than once in five seconds', async () => {
    const store = new BucketStore(db.pool)
    await store.reserve(limit(2, 20), 1, 0)
    expect(await pace()).toBe(2)
    await store.reserve(limit(2, 20), 1, 10)
    expect(await pace()).toBeCloseTo(3.26, 2)
    await store.reserve(limit(2, 20), 1, 100)
    expect(await pace()).toBe(20)
    for (let times = 0; times < 10; times += 1) {
      await store.slowDown(limit(2, 20))
      await db.pool.query(`UPDATE api_bucket SET throttled_at = throttled_at - interval '2 seconds'`)
    }
    expect(await pace()).toBe(0.2)
  })

  it('a wait that is given up ends at once, in its place the next one goes', async () => {
    const [bucket] = openTwo(limit(2))
    await bucket.take(never)
    const stop = new AbortController()
    const order: string[] = []
    const givenUp = bucket.take(stop.signal).catch(() => order.push('given up'))
    const next = bucket.take(never).then(() => order.push('next'))
    const last = bucket.take(never).then(() => order.push('last'))
    stop.abort()
    await givenUp
    expect(order).toEqual(['given up'])
    await Promise.all([next, last])
    expect(order).toEqual(['given up', 'next', 'last'])
  })

  it('a database that is away fails the waits, and the next one asks again', async () => {
    const pool = new pg.Pool({ connectionString: 'postgresql://postgres@127.0.0.1:1/none' })
    const bucket = new SharedBucket(new BucketStore(pool), limit(10))
    await expect(bucket.take(never)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(bucket.take(never)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await pool.end()
  })
})

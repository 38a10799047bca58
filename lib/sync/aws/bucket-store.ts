import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

/** Whose pace: one API (or the calls that share a limit) of one account-region, and how fast it may begin and become. */
export type BucketLimit = { accountRegionId: number; bucket: string; perSecond: number; mostPerSecond: number }
/** Calls that may go out: the first after delayMs, the others at intervalMs from it. */
export type Reservation = { delayMs: number; intervalMs: number }

const SLOWEST_PER_SECOND = 0.2
/** Calls in flight are throttled together: within this time they count as once. */
const SAME_THROTTLE_MS = 1_000

/*
 * Virtual scheduling: free_at is when the next call may go out, by the database's clock alone, and each call moves it by
 * one interval. Time that nobody used is not saved up. What a worker reserves and then dies with has passed within a
 * moment, and nothing has to be given back. Answers raise the pace by 5 % each, by 0.5 % near the pace that was throttled
 * within the last minute.
 */
const RESERVE = `
  WITH paced AS (
    INSERT INTO api_bucket AS b (account_region_id, bucket, per_second, free_at)
    SELECT $1, $2, $3, clock_timestamp() + make_interval(secs => $5 / $3::float8)
    ON CONFLICT (account_region_id, bucket) DO UPDATE SET
      per_second = least($4::float8, b.per_second * CASE
        WHEN b.throttled_at > clock_timestamp() - interval '1 minute' AND b.per_second >= 0.8 * b.throttled_per_second
        THEN 1.005 ELSE 1.05 END ^ least($6::float8, 200)),
      free_at = greatest(b.free_at, clock_timestamp())
        + make_interval(secs => $5 / least($4::float8, b.per_second))
    RETURNING per_second, free_at
  )
  SELECT (extract(epoch FROM free_at - clock_timestamp()) * 1000 - $5 * 1000 / per_second)::float8 AS "delayMs",
    1000 / per_second AS "intervalMs" FROM paced`
/* The pace is halved, and what others have not reserved yet waits for one interval of the slower pace. */
const SLOW_DOWN = `
  INSERT INTO api_bucket AS b (account_region_id, bucket, per_second, free_at, throttled_at, throttled_per_second)
  VALUES ($1, $2, greatest($3::float8 / 2, $4), clock_timestamp() + make_interval(secs => 2 / $3::float8), clock_timestamp(), $3)
  ON CONFLICT (account_region_id, bucket) DO UPDATE SET
    throttled_per_second = b.per_second, per_second = greatest(b.per_second / 2, $4), throttled_at = clock_timestamp(),
    free_at = greatest(b.free_at, clock_timestamp() + make_interval(secs => 2 / b.per_second))
  WHERE b.throttled_at IS NULL OR b.throttled_at < clock_timestamp() - interval '${SAME_THROTTLE_MS} ms'`

/** The buckets in Postgres, which all workers of a database share. */
export class BucketStore {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Takes `calls` calls out of the bucket, and tells it how many were answered since. A negative delay: at once. */
  async reserve(limit: BucketLimit, calls: number, answers: number): Promise<Reservation> {
    const { accountRegionId, bucket, perSecond, mostPerSecond } = limit
    const values = [accountRegionId, bucket, perSecond, mostPerSecond, calls, answers]
    const [row] = await selectRows<Reservation>(this.#pool, RESERVE, values)
    return row ?? { delayMs: 0, intervalMs: 1000 / perSecond }
  }

  /** AWS has refused a call for its rate: all workers go at half the pace. */
  async slowDown({ accountRegionId, bucket, perSecond }: BucketLimit): Promise<void> {
    const slowest = Math.min(SLOWEST_PER_SECOND, perSecond)
    await this.#pool.query(SLOW_DOWN, [accountRegionId, bucket, perSecond, slowest])
  }
}

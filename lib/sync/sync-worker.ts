import { randomBytes } from 'node:crypto'
import type { AccountSettings } from '@/lib/domain/account-settings'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { Meter } from '@/lib/server/meter'
import { Places } from '@/lib/sync/accounts/places'
import { storeEnvironmentAccounts } from '@/lib/sync/accounts/store-environment-accounts'
import { ApiStates } from '@/lib/sync/aws/api-states'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import type { BucketPace } from '@/lib/sync/aws/bucket-pace'
import { BucketStore } from '@/lib/sync/aws/bucket-store'
import type { Timeouts } from '@/lib/sync/aws/clients'
import { CredentialOutages } from '@/lib/sync/aws/credential-outages'
import { BACKFILL_SHARE, paceBackfill } from '@/lib/sync/aws/pace-backfill'
import { type Limit, rateLimitOf } from '@/lib/sync/aws/rate-limits'
import { SharedBucket } from '@/lib/sync/aws/shared-bucket'
import type { AccessiblePlace } from '@/lib/sync/open-places'
import { STEPS } from '@/lib/sync/steps/steps'
import type { AccountRegion, SyncSettings, SyncStep } from '@/lib/sync/sync-step'

/**
 * Everything that the schedule needs. places: the account-regions that this worker pulls now, by id; follow keeps them in
 * step with the configured accounts until its signal is aborted.
 */
export type SyncWorker = {
  db: Db
  places: ReadonlyMap<number, AccountRegion>
  steps: ReadonlyMap<string, SyncStep>
  settings: SyncSettings
  clock: () => number
  openAws(place: AccountRegion, run: AwsRun): AwsAccess
  follow(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** backfill: only a share of the pace is its own, so that what is new never waits for what is old. */
export type AwsRun = { nowMs: number; signal: AbortSignal; backfill: boolean }

/** accounts: those that the environment names; the others are in the database. */
export type SyncWorkerOptions = {
  databaseUrl: string
  accounts: readonly AccountSettings[]
  backfillMs: number
  metricsEveryMs: number
  clock: () => number
  signal: AbortSignal
  /** Multiplies the rate limits; for endpoints that have none. */
  rateFactor?: number
  /** Calls a second to Lambda's control plane, of each account-region. */
  controlPerSecond?: number
  timeouts?: Timeouts
}

/** Eight steps with a lease each, their reads of the small tables, and the schedule. */
const CONNECTIONS = 18

/** Opens the database, and the account-regions as far as one try of each account goes: the others follow by themselves. */
export async function openSyncWorker(options: SyncWorkerOptions): Promise<SyncWorker> {
  const db = openDb(options.databaseUrl, CONNECTIONS)
  const meter = new Meter(options.databaseUrl)
  const states = new ApiStates(db.pool)
  const buckets = new Map<string, BucketPace>()
  const store = new BucketStore(db.pool)
  const outages = new CredentialOutages(db.pool)
  const bucketIn = (accountRegionId: number, { bucket, ...limit }: Limit, share: number) => {
    const factor = share * (options.rateFactor ?? 1)
    const { perSecond, mostPerSecond = perSecond } = limit
    const name = share === 1 ? bucket : `${bucket} backfill`
    const pace = { perSecond: perSecond * factor, mostPerSecond: mostPerSecond * factor }
    const make = () => new SharedBucket(store, { accountRegionId, bucket: name, ...pace })
    return getOrAdd(buckets, `${accountRegionId}/${name}`, make)
  }
  const access = (place: AccessiblePlace, nowMs: number, signal: AbortSignal, backfill = false): AwsAccess => ({
    accountRegionId: place.id,
    region: place.region,
    clients: place.clients,
    meter,
    states,
    outages,
    bucketOf(service, operation) {
      const limit = rateLimitOf(place.region, service, operation, options.controlPerSecond)
      const whole = bucketIn(place.id, limit, 1)
      return backfill ? paceBackfill(bucketIn(place.id, limit, BACKFILL_SHARE), whole) : whole
    },
    nowMs,
    signal,
    calls: 0,
  })
  const { backfillMs, clock, signal } = options
  const places = new Places({ pool: db.pool, access, backfillMs, clock, signal, timeouts: options.timeouts })
  const close = async () => {
    await places.close()
    await meter.close()
    await db.close()
  }
  try {
    const hashKey = await readHashKey(db)
    const { backfillMs, metricsEveryMs } = options
    const settings = { backfillMs, metricsEveryMs, hashKey }
    await storeEnvironmentAccounts(db.pool, options.accounts)
    await places.refresh()
    await places.tried()
    const openAws: SyncWorker['openAws'] = (place, { nowMs, signal, backfill }) =>
      access(places.placeOf(place), nowMs, signal, backfill)
    const follow = (until: AbortSignal) => places.follow(until)
    return { db, places: places.byId, steps: STEPS, settings, clock, openAws, follow, close }
  } catch (error) {
    await close()
    throw error
  }
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const existing = map.get(key)
  if (existing !== undefined) return existing
  const made = make()
  map.set(key, made)
  return made
}

/** The key of the hash that stands for environment values: made once, and the same for all workers of a database. */
async function readHashKey({ pool }: Db): Promise<string> {
  const key = 'environment_hash_key'
  await pool.query('INSERT INTO instance_setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [
    key,
    randomBytes(32).toString('base64url'),
  ])
  const sql = 'SELECT value FROM instance_setting WHERE key = $1'
  return (await selectRows<{ value: string }>(pool, sql, [key]))[0]?.value ?? ''
}

import { randomBytes } from 'node:crypto'
import type { AccountSettings } from '@/lib/contracts/accounts'
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
import { rateLimitOf } from '@/lib/sync/aws/rate-limits'
import { SharedBucket } from '@/lib/sync/aws/shared-bucket'
import type { OpenPlaces } from '@/lib/sync/open-places'
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
  openAws(place: AccountRegion, nowMs: number, signal: AbortSignal): AwsAccess
  follow(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

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
  const access: OpenPlaces['access'] = ({ id: accountRegionId, region, clients }, nowMs, signal) => ({
    accountRegionId,
    region,
    clients,
    meter,
    states,
    outages,
    bucketOf(service, operation) {
      const limit = rateLimitOf(region, service, operation, options.controlPerSecond)
      const { bucket, perSecond, mostPerSecond = perSecond } = limit
      const factor = options.rateFactor ?? 1
      const pace = { accountRegionId, bucket, perSecond: perSecond * factor, mostPerSecond: mostPerSecond * factor }
      return getOrAdd(buckets, `${accountRegionId}/${bucket}`, () => new SharedBucket(store, pace))
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
    const settings = { backfillMs: options.backfillMs, metricsEveryMs: options.metricsEveryMs, hashKey }
    await storeEnvironmentAccounts(db.pool, options.accounts)
    await places.refresh()
    await places.tried()
    const openAws: SyncWorker['openAws'] = (place, nowMs, signal) => access(places.placeOf(place), nowMs, signal)
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

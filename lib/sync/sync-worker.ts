import { randomBytes } from 'node:crypto'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { Meter } from '@/lib/server/meter'
import { ApiStates } from '@/lib/sync/aws/api-states'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { type AwsClients, createClients } from '@/lib/sync/aws/clients'
import { rateLimitOf } from '@/lib/sync/aws/rate-limits'
import { TokenBucket } from '@/lib/sync/aws/token-bucket'
import { openPlaces } from '@/lib/sync/open-places'
import { STEPS } from '@/lib/sync/steps/steps'
import type { AccountRegion, SyncSettings, SyncStep } from '@/lib/sync/sync-step'

/** Everything that the schedule needs. places: the account-regions that this worker pulls, by id. */
export type SyncWorker = {
  db: Db
  places: ReadonlyMap<number, AccountRegion>
  steps: ReadonlyMap<string, SyncStep>
  settings: SyncSettings
  clock: () => number
  openAws(place: AccountRegion, nowMs: number, signal: AbortSignal): AwsAccess
  close(): Promise<void>
}

export type SyncWorkerOptions = {
  databaseUrl: string
  regions: readonly string[]
  backfillMs: number
  metricsEveryMs: number
  clock: () => number
  signal: AbortSignal
  /** Multiplies the rate limits; for endpoints that have none. */
  rateFactor?: number
}

/** Eight steps with a lease each, their reads of the small tables, and the schedule. */
const CONNECTIONS = 18

/** Opens the database and the account-regions. Waits while AWS cannot be reached; aborting the signal ends the wait. */
export async function openSyncWorker(options: SyncWorkerOptions): Promise<SyncWorker> {
  const db = openDb(options.databaseUrl, CONNECTIONS)
  const meter = new Meter(options.databaseUrl)
  const states = new ApiStates(db.pool)
  const clients = new Map<string, AwsClients>()
  const buckets = new Map<string, TokenBucket>()
  const access = (accountRegionId: number, region: string, nowMs: number, signal: AbortSignal): AwsAccess => ({
    accountRegionId,
    region,
    clients: getOrAdd(clients, region, () => createClients(region)),
    meter,
    states,
    bucketOf(service, operation) {
      const { bucket, perSecond, mostPerSecond } = rateLimitOf(region, service, operation)
      const factor = options.rateFactor ?? 1
      const make = () => new TokenBucket(perSecond * factor, (mostPerSecond ?? perSecond) * factor)
      return getOrAdd(buckets, `${region}/${bucket}`, make)
    },
    nowMs,
    signal,
    calls: 0,
  })
  const close = async () => {
    for (const client of clients.values()) client.destroy()
    await meter.close()
    await db.close()
  }
  try {
    const hashKey = await readHashKey(db)
    const settings = { backfillMs: options.backfillMs, metricsEveryMs: options.metricsEveryMs, hashKey }
    const places = await openPlaces({ db, access, meter, states, ...options })
    const openAws: SyncWorker['openAws'] = ({ id, region }, nowMs, signal) => access(id, region, nowMs, signal)
    return { db, places, steps: STEPS, settings, clock: options.clock, openAws, close }
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

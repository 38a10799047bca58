import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, selectRows } from '@/lib/server/db'
import { log } from '@/lib/server/log'
import type { Meter, MeteredCall } from '@/lib/server/meter'
import type { ApiOutcome, ApiStates } from '@/lib/sync/aws/api-states'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { describeLogGroups } from '@/lib/sync/aws/describe-log-groups'
import { getCallerIdentity } from '@/lib/sync/aws/get-caller-identity'
import { listFunctions } from '@/lib/sync/aws/list-functions'
import { RETENTION_MS, targetFrom } from '@/lib/sync/retention'
import { type StateSeed, seedStates } from '@/lib/sync/store/seed-states'
import type { AccountRegion } from '@/lib/sync/sync-step'

export type OpenPlaces = {
  db: Db
  access(accountRegionId: number, region: string, nowMs: number, signal: AbortSignal): AwsAccess
  meter: Meter
  states: ApiStates
  regions: readonly string[]
  backfillMs: number
  clock: () => number
  signal: AbortSignal
}

const RETRY_MS = 5_000
const STS_TRIES = 3
const AWAY = Symbol('away')
const ADD_PLACE = `
  INSERT INTO account_region AS p (account_id, region) VALUES ($1, $2)
  ON CONFLICT (account_id, region) DO UPDATE SET region = p.region RETURNING id`

/** The account-regions to pull, with a row for each of their steps. */
export async function openPlaces(options: OpenPlaces): Promise<Map<number, AccountRegion>> {
  const places = new Map<number, AccountRegion>()
  const [firstRegion] = options.regions
  if (firstRegion === undefined)
    throw new Error('No region to pull. Set LAMBDASCOPE_REGIONS, such as eu-west-1,us-east-1.')
  const first = await findAccount(options, firstRegion)
  for (const region of options.regions) {
    const [row] = await selectRows<{ id: number }>(options.db.pool, ADD_PLACE, [first.accountId, region])
    const id = row?.id ?? 0
    if (region === firstRegion) await first.record(id)
    await seedStates(options.db.pool, id, seedsOf(options))
    places.set(id, { id, accountId: first.accountId, region })
  }
  return places
}

/** Steps that wait for the functions are woken by the step that finds them. */
function seedsOf({ backfillMs, clock }: OpenPlaces): StateSeed[] {
  const nowMs = clock()
  const laterMs = nowMs + 3_600_000
  const traces = targetFrom(nowMs, backfillMs, RETENTION_MS.traces)
  const metrics = targetFrom(nowMs, backfillMs, RETENTION_MS.metrics)
  const seed = (step: string, kind: StateSeed['kind'], nextRunAtMs: number, targetFromMs: number | null = null) => {
    return { step, subject: '', kind, nextRunAtMs, targetFromMs }
  }
  return [
    seed('functions', 'inventory', nowMs),
    seed('function-details', 'inventory', laterMs),
    seed('metric-list', 'metrics', laterMs),
    seed('metrics', 'metrics', laterMs, metrics),
    seed('log-groups', 'logs', laterMs),
    seed('traces', 'traces', laterMs, traces),
    seed('trace-documents', 'traces', laterMs),
    seed('prune', 'inventory', nowMs),
  ]
}

type FoundAccount = { accountId: string; record(accountRegionId: number): Promise<void> }

/**
 * The account of the credentials: from STS, else from the first ARN that anything names, else 'unknown'. These calls are
 * sent before the account-region has a row: they are counted as soon as it has one.
 */
async function findAccount(options: OpenPlaces, region: string): Promise<FoundAccount> {
  const calls: MeteredCall[] = []
  const outcomes: [string, string, ApiOutcome][] = []
  const aws = options.access(0, region, options.clock(), options.signal)
  aws.meter = {
    beforeCall: async (call) => void calls.push(call),
    afterCall: async () => undefined,
  }
  aws.states = { save: async (_id, service, operation, outcome) => void outcomes.push([service, operation, outcome]) }
  const accountId = await findAccountId(aws, options.signal)
  const record = async (accountRegionId: number) => {
    for (const call of calls) await options.meter.beforeCall({ ...call, accountRegionId })
    for (const outcome of outcomes) await options.states.save(accountRegionId, ...outcome)
  }
  return { accountId, record }
}

/** Where STS is blocked or throttled but the rest is not, the ARNs do; only while nothing answers at all is there a wait. */
async function findAccountId(aws: AwsAccess, signal: AbortSignal): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const fromSts = await unlessAway(() => getCallerIdentity(aws))
    if (fromSts !== AWAY && fromSts !== null) return fromSts
    if (fromSts === null || tries >= STS_TRIES) {
      const fromArns = await readAccountFromArns(aws)
      if (fromArns !== AWAY) return fromArns ?? 'unknown'
    }
    await sleep(RETRY_MS, undefined, { signal })
  }
}

/** Of the first function, else of the first log group. Null when nothing names one, AWAY when neither can be reached. */
async function readAccountFromArns(aws: AwsAccess): Promise<string | null | typeof AWAY> {
  const functions = await unlessAway(() => firstOf(listFunctions(aws, { allVersions: false, hashKey: '' })))
  const named = functions === AWAY ? undefined : functions?.[0]?.arn
  if (named) return named.split(':')[4] ?? null
  const groups = await unlessAway(() => firstOf(describeLogGroups(aws, '/aws/lambda/')))
  if (functions === AWAY && groups === AWAY) return AWAY
  return (groups === AWAY ? undefined : groups?.[0]?.arn)?.split(':')[4] ?? null
}

async function firstOf<Item>(pages: AsyncIterable<Item[]>): Promise<Item[]> {
  for await (const page of pages) return page
  return []
}

/** Null when it is refused, AWAY when it cannot be reached now. */
async function unlessAway<Answer>(ask: () => Promise<Answer>): Promise<Answer | null | typeof AWAY> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
    log.warn({ operation: error.operation, detail: error.message }, 'AWS does not tell the account')
    return error.kind === 'unreachable' || error.kind === 'throttled' ? AWAY : null
  }
}

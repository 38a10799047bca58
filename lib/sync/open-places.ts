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
  const accountId =
    (await askWhileUnreachable(() => getCallerIdentity(aws), options.signal)) ?? (await readAccountFromArns(aws))
  const record = async (accountRegionId: number) => {
    for (const call of calls) await options.meter.beforeCall({ ...call, accountRegionId })
    for (const outcome of outcomes) await options.states.save(accountRegionId, ...outcome)
  }
  return { accountId: accountId ?? 'unknown', record }
}

async function readAccountFromArns(aws: AwsAccess): Promise<string | null> {
  const [functions] = await firstOf(() => listFunctions(aws, { allVersions: false, hashKey: '' }))
  const [groups] = functions?.length ? [] : await firstOf(() => describeLogGroups(aws, '/aws/lambda/'))
  const arn = functions?.[0]?.arn ?? groups?.[0]?.arn ?? null
  return arn?.split(':')[4] ?? null
}

/** The first page, or nothing when it is refused. */
async function firstOf<Page>(pages: () => AsyncIterable<Page>): Promise<Page[]> {
  try {
    for await (const page of pages()) return [page]
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
  }
  return []
}

/** Null when it is refused; while AWS cannot be reached at all, it is asked again. */
async function askWhileUnreachable<Answer>(ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer | null> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
      if (error.kind !== 'unreachable' && error.kind !== 'throttled') return null
      log.warn({ operation: error.operation, detail: error.message }, 'AWS does not answer yet; trying again')
      await sleep(RETRY_MS, undefined, { signal })
    }
  }
}

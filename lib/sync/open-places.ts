import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { log } from '@/lib/server/log'
import type { MeteredCall } from '@/lib/server/meter'
import { assumeRoleProvider } from '@/lib/sync/accounts/assume-role-provider'
import { type PulledAccount, saveAccountState } from '@/lib/sync/accounts/pulled-account'
import type { ApiOutcome } from '@/lib/sync/aws/api-states'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure, stateOfFailure } from '@/lib/sync/aws/aws-failure'
import { type AwsClients, createClients, type Timeouts } from '@/lib/sync/aws/clients'
import { describeLogGroups } from '@/lib/sync/aws/describe-log-groups'
import { getCallerIdentity } from '@/lib/sync/aws/get-caller-identity'
import { listFunctions } from '@/lib/sync/aws/list-functions'
import { seedPlace } from '@/lib/sync/store/seed-place'
import type { AccountRegion } from '@/lib/sync/sync-step'

/** An account-region with its own clients, whose credentials are those of its account. */
export type OpenPlace = AccountRegion & { clients: AwsClients }
export type AccessiblePlace = Pick<OpenPlace, 'id' | 'region' | 'clients'>

export type OpenPlaces = {
  pool: pg.Pool
  access(place: AccessiblePlace, nowMs: number, signal: AbortSignal): AwsAccess
  backfillMs: number
  clock: () => number
  signal: AbortSignal
  timeouts?: Timeouts
}

const ASSUME_MS = 30_000
/* One account-region belongs to one account of the configuration: the first that named it. */
const ADD_PLACE = `
  INSERT INTO account_region AS p (account_id, region, aws_account_id) VALUES ($1, $2, $3)
  ON CONFLICT (account_id, region) DO UPDATE SET pulled = true, aws_account_id = coalesce(p.aws_account_id, $3)
  RETURNING id, aws_account_id AS "ownerId"`
const OWNER = 'SELECT name FROM aws_account WHERE id = $1'
const LEAVE_REGIONS = `
  UPDATE account_region SET pulled = false, aws_account_id = NULL
  WHERE aws_account_id = $1 AND NOT (account_id = $2 AND region = ANY($3))`

/**
 * The account-regions of one account, with a row for each of their steps. A role tells its account by its ARN; else AWS is
 * asked. Throws AwsFailure when nothing answers, or nothing tells; the account's state then says why.
 */
export async function openPlaces(options: OpenPlaces, account: PulledAccount): Promise<OpenPlace[]> {
  const clients = new Map(account.regions.map((region) => [region, openClients(options, account, region)]))
  const [first] = clients
  if (first === undefined) return []
  const found =
    account.roleArn === null
      ? await findAccount(options, { region: first[0], clients: first[1] })
      : { accountId: account.roleArn.split(':')[4] ?? '', record: async () => undefined }
  const places: OpenPlace[] = []
  const taken: string[] = []
  for (const [region, own] of clients) {
    const [row] = await selectRows<{ id: number; ownerId: number }>(options.pool, ADD_PLACE, [
      ...[found.accountId, region, account.id],
    ])
    if (row === undefined) continue
    if (row.ownerId !== account.id) {
      taken.push(`${region} (${await ownerOf(options.pool, row.ownerId)})`)
      continue
    }
    await seedPlace(options.pool, row.id, { backfillMs: options.backfillMs, nowMs: options.clock() })
    places.push({ id: row.id, accountId: found.accountId, region, clients: own })
  }
  await options.pool.query(LEAVE_REGIONS, [account.id, found.accountId, account.regions])
  const [place] = places
  if (place !== undefined) await found.record(place.id)
  await saveAccountState(options.pool, account.id, {
    ...(taken.length === 0
      ? { state: 'ok' as const, detail: null }
      : { state: 'failed' as const, detail: `Already pulled as another account: ${taken.join(', ')}. Name it once.` }),
    atMs: options.clock(),
    accountId: found.accountId,
  })
  return account.roleArn === null ? places : assumeRoleIn(options, account, places)
}

function openClients({ timeouts }: OpenPlaces, { profile }: PulledAccount, region: string): AwsClients {
  return createClients(region, profile === null ? { timeouts } : { profile, timeouts })
}

async function ownerOf(pool: pg.Pool, id: number): Promise<string> {
  return (await selectRows<{ name: string }>(pool, OWNER, [id]))[0]?.name ?? ''
}

/** The same places with clients that have the role's credentials; those that they had assume it. */
function assumeRoleIn(options: OpenPlaces, account: PulledAccount, places: readonly OpenPlace[]): OpenPlace[] {
  const [home] = places
  const { roleArn, externalId } = account
  if (home === undefined || roleArn === null) return []
  const credentials = assumeRoleProvider({
    roleArn,
    externalId,
    clock: options.clock,
    open: () =>
      options.access(home, options.clock(), AbortSignal.any([options.signal, AbortSignal.timeout(ASSUME_MS)])),
    onOutcome: (failure) =>
      saveAccountState(options.pool, account.id, {
        state: failure === null ? 'ok' : stateOfFailure(failure),
        detail: failure === null ? null : failure.message,
        atMs: options.clock(),
      }),
  })
  return places.map((place) => ({
    ...place,
    clients: createClients(place.region, { credentials, timeouts: options.timeouts }),
  }))
}

type FoundAccount = { accountId: string; record(accountRegionId: number): Promise<void> }

/**
 * The account of the credentials: from STS, else from the first ARN that anything names, else 'unknown' where listings
 * answer and are empty. These calls are sent before the account-region has a row: they are counted as soon as it has one.
 */
async function findAccount(
  options: OpenPlaces,
  { region, clients }: { region: string; clients: AwsClients },
): Promise<FoundAccount> {
  const calls: MeteredCall[] = []
  const outcomes: [string, string, ApiOutcome][] = []
  const aws = options.access({ id: 0, region, clients }, options.clock(), options.signal)
  const { meter, states } = aws
  aws.meter = {
    beforeCall: async (call) => void calls.push(call),
    afterCall: async () => undefined,
    lostAnswer: async () => undefined,
    answered: async () => undefined,
  }
  // No row yet, and none that several such accounts could share.
  aws.outages = { find: async () => null, failed: async () => undefined, accepted: async () => undefined }
  aws.states = { save: async (_id, service, operation, outcome) => void outcomes.push([service, operation, outcome]) }
  const accountId = await findAccountId(aws)
  const record = async (accountRegionId: number) => {
    for (const call of calls) await meter.beforeCall({ ...call, accountRegionId })
    for (const outcome of outcomes) await states.save(accountRegionId, ...outcome)
  }
  return { accountId, record }
}

/** Where STS is blocked or throttled but the rest is not, the ARNs do. Throws the first failure when nothing answers. */
async function findAccountId(aws: AwsAccess): Promise<string> {
  const fromSts = await orFailure(() => getCallerIdentity(aws))
  if (typeof fromSts === 'string') return fromSts
  const functions = await orFailure(() => firstOf(listFunctions(aws, { allVersions: false, hashKey: '' })))
  const named = accountOf(functions)
  if (named !== null) return named
  const groups = await orFailure(() => firstOf(describeLogGroups(aws, '/aws/lambda/')))
  const fromGroups = accountOf(groups)
  if (fromGroups !== null) return fromGroups
  if (!(functions instanceof AwsFailure) || !(groups instanceof AwsFailure)) return 'unknown'
  throw fromSts instanceof AwsFailure ? fromSts : functions
}

function accountOf(records: readonly { arn: string | null }[] | AwsFailure): string | null {
  return records instanceof AwsFailure ? null : (records[0]?.arn?.split(':')[4] ?? null)
}

async function firstOf<Item>(pages: AsyncIterable<Item[]>): Promise<Item[]> {
  for await (const page of pages) return page
  return []
}

async function orFailure<Answer>(ask: () => Promise<Answer>): Promise<Answer | AwsFailure> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
    log.warn({ operation: error.operation, detail: error.message }, 'AWS does not tell the account')
    return error
  }
}

import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'

/** What every other question about one function needs to know of it. */
export type FunctionIdentity = {
  id: number
  arn: string
  name: string
  accountRegionId: number
  accountId: string
  region: string
  architecture: string | null
  memoryMb: number | null
  timeoutS: number | null
  tracingMode: string | null
  logFormat: string | null
  systemLogLevel: string | null
  logGroupName: string
  reservedConcurrency: number | null
  inferred: boolean
  gone: boolean
}

/** placeIds: account-regions to which it is narrowed besides; null: none. */
export type Place = {
  accountId?: string | undefined
  region?: string | undefined
  placeIds?: readonly number[] | null
}

/**
 * The function of that name. One that AWS still lists goes before one that is gone.
 * Throws NOT_FOUND, or AMBIGUOUS_FUNCTION with the candidates when the place does not tell several apart.
 */
export async function getFunctionIdentity(db: Db, name: string, place: Place = {}): Promise<FunctionIdentity> {
  if (name.includes('\0')) throw new AppError('NOT_FOUND', 'No function has a NUL character in its name.')
  const candidates = await listFunctionIdentities(db, name, place)
  const [first] = candidates
  if (first === undefined) {
    throw new AppError(
      'NOT_FOUND',
      `No function named ${name} is known${placeText(place)}. See /api/functions for all.`,
    )
  }
  if (candidates.length === 1) return first
  throw new AppError(
    'AMBIGUOUS_FUNCTION',
    `${candidates.length} functions are named ${name}. Add accountId and region of one of the candidates.`,
    { candidates: candidates.map(({ accountId, region }) => ({ accountId, region })) },
  )
}

/** The functions of that name, one of each account and region; those that are gone only where AWS lists none any more. */
export async function listFunctionIdentities(db: Db, name: string, place: Place = {}): Promise<FunctionIdentity[]> {
  // Postgres takes no NUL in a text: it would be an error and not an answer.
  if (name.includes('\0')) return []
  const rows = await selectRows<FunctionIdentity>(
    db.pool,
    `select f.id, f.arn, f.name, f.account_region_id as "accountRegionId", ar.account_id as "accountId", ar.region,
            f.architecture, f.memory_mb as "memoryMb", f.timeout_s as "timeoutS", f.tracing_mode as "tracingMode",
            f.log_format as "logFormat", f.system_log_level as "systemLogLevel",
            coalesce(f.log_group_name, '/aws/lambda/' || f.name) as "logGroupName",
            f.reserved_concurrency as "reservedConcurrency", f.inferred, f.gone_at is not null as gone
       from lambda_function f join account_region ar on ar.id = f.account_region_id
      where f.name = $1 and ($2::text is null or ar.account_id = $2) and ($3::text is null or ar.region = $3)
        and ($4::int[] is null or ar.id = any($4))
      order by ar.account_id, ar.region, f.gone_at desc nulls first, f.id`,
    [name, place.accountId ?? null, place.region ?? null, place.placeIds ?? null],
  )
  const living = rows.filter((row) => !row.gone)
  return firstOfEachPlace(living.length > 0 ? living : rows)
}

function firstOfEachPlace(rows: FunctionIdentity[]): FunctionIdentity[] {
  const seen = new Map<number, FunctionIdentity>()
  for (const row of rows) if (!seen.has(row.accountRegionId)) seen.set(row.accountRegionId, row)
  return [...seen.values()]
}

function placeText({ accountId, region, placeIds }: Place): string {
  if (placeIds) return ' in these accounts and regions'
  return `${accountId === undefined ? '' : ` in account ${accountId}`}${region === undefined ? '' : ` in ${region}`}`
}

import type { Qualifier } from '@/lib/contracts/qualifiers'
import { type Db, selectRows } from '@/lib/server/db'

type Row = Omit<Qualifier, 'weights'> & { extraWeights: Record<string, number> | null }

const SQL = `
  select v.version as qualifier, 'version' as kind, v.version, null::jsonb as "extraWeights",
         coalesce(v.code_sha256, case when v.version = '$LATEST' then f.code_sha256 end) as "codeSha256",
         (extract(epoch from v.published_at) * 1000)::float8 as "publishedAtMs",
         case when v.version = '$LATEST' then f.memory_mb else v.memory_mb end as "memoryMb",
         case when v.version = '$LATEST' then f.timeout_s else v.timeout_s end as "timeoutS"
    from (select function_id, version, code_sha256, published_at, memory_mb, timeout_s from function_version
           where function_id = $1 and gone_at is null
          union all
          select id, '$LATEST', code_sha256, null, null, null from lambda_function
           where id = $1 and not exists (select from function_version
                                          where function_id = $1 and version = '$LATEST' and gone_at is null)) v
    join lambda_function f on f.id = v.function_id
  union all
  select a.name, 'alias', a.version, a.weights, v.code_sha256, (extract(epoch from v.published_at) * 1000)::float8, null, null
    from function_alias a
    left join function_version v on v.function_id = a.function_id and v.version = a.version
   where a.function_id = $1 and a.gone_at is null`

/**
 * Every qualifier that a call can name: $LATEST, the versions newest first, then the aliases by name. Weights are the
 * shares of an alias' versions, adding up to 1; null for a version. Memory (MB) and timeout (s) are the version's; an alias has
 * those that all its versions have.
 */
export async function listQualifiers(db: Db, functionId: number): Promise<Qualifier[]> {
  const rows = await selectRows<Row>(db.pool, SQL, [functionId])
  const qualifiers = rows.map(({ extraWeights, ...row }) => ({ ...row, weights: weightsOf(row, extraWeights) }))
  const versions = new Map(qualifiers.flatMap((one) => (one.kind === 'version' ? [[one.version, one]] : [])))
  return qualifiers
    .map((one) => (one.weights === null ? one : { ...one, ...sharedSettings(Object.keys(one.weights), versions) }))
    .sort(compareQualifiers)
}

/** What all of some versions have; null where they differ, or one is not known. */
function sharedSettings(
  names: readonly string[],
  versions: ReadonlyMap<string, Qualifier>,
): Pick<Qualifier, 'memoryMb' | 'timeoutS'> {
  const shared = (setting: 'memoryMb' | 'timeoutS') => {
    const values = new Set(names.map((name) => versions.get(name)?.[setting] ?? null))
    const [value = null] = values
    return values.size === 1 ? value : null
  }
  return { memoryMb: shared('memoryMb'), timeoutS: shared('timeoutS') }
}

function weightsOf(row: Omit<Row, 'extraWeights'>, extra: Record<string, number> | null): Qualifier['weights'] {
  if (row.kind === 'version') return null
  const others = Object.entries(extra ?? {}).filter(([version]) => version !== row.version)
  const rest = 1 - others.reduce((sum, [, weight]) => sum + weight, 0)
  // Weights are entered with two decimals; without rounding 1 - 0.1 would be shown as 0.9000000000000001 in places.
  return Object.fromEntries([[row.version, Math.round(rest * 1e6) / 1e6], ...others])
}

function compareQualifiers(left: Qualifier, right: Qualifier): number {
  if (left.kind !== right.kind) return left.kind === 'version' ? -1 : 1
  if (left.kind === 'alias') return left.qualifier < right.qualifier ? -1 : 1
  return versionNumber(right.qualifier) - versionNumber(left.qualifier)
}

function versionNumber(version: string): number {
  return version === '$LATEST' ? Number.MAX_SAFE_INTEGER : Number(version)
}

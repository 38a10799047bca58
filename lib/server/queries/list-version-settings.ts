import type { VersionDifference } from '@/lib/contracts/versions'
import { type Db, selectRows } from '@/lib/server/db'

/** A published version or $LATEST as AWS describes it. */
export type VersionSettings = {
  version: string
  publishedAtMs: number | null
  codeSha256: string | null
  description: string | null
  runtime: string | null
  architecture: string | null
  memoryMb: number | null
  timeoutS: number | null
}

const COMPARED = ['codeSha256', 'runtime', 'architecture', 'memoryMb', 'timeoutS', 'description'] as const

const SQL = `
  select version, (extract(epoch from published_at) * 1000)::float8 as "publishedAtMs", code_sha256 as "codeSha256",
         description, runtime, architecture, memory_mb as "memoryMb", timeout_s as "timeoutS"
    from function_version where function_id = $1 and gone_at is null and version <> '$LATEST'
  union all
  select '$LATEST', null, code_sha256, description, runtime, architecture, memory_mb, timeout_s
    from lambda_function where id = $1`

/** $LATEST, then the published versions of a function, newest first. */
export async function listVersionSettings(db: Db, functionId: number): Promise<VersionSettings[]> {
  const rows = await selectRows<VersionSettings>(db.pool, SQL, [functionId])
  return rows.sort((left, right) => orderOf(right.version) - orderOf(left.version))
}

/** What the second has otherwise than the first. */
export function compareSettings(first: VersionSettings, second: VersionSettings): VersionDifference[] {
  return COMPARED.flatMap((field) => {
    const [before, after] = [first[field], second[field]].map((value) => (value === null ? null : String(value)))
    return before === after ? [] : [{ field, before: before ?? null, after: after ?? null }]
  })
}

function orderOf(version: string): number {
  return version === '$LATEST' ? Number.MAX_SAFE_INTEGER : Number(version)
}

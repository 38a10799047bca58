import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'

/**
 * What invocations of a version may use. Those of a published version are as it was published; of $LATEST as they stood in
 * the window: null where they were changed in it (isChanged), or are not known.
 */
export type VersionLimits = {
  version: string
  timeoutS: number | null
  memoryMb: number | null
  isTimeoutChanged: boolean
}

type ChangeRow = { subject: 'timeout_s' | 'memory_mb'; before: number | null; atMs: number; knownAfterMs: number }

const VERSIONS = `
  select version, timeout_s as "timeoutS", memory_mb as "memoryMb", false as "isTimeoutChanged"
    from function_version where function_id = $1 and version <> '$LATEST'`
const CHANGES = `
  select subject, case when jsonb_typeof(before) = 'number' then (before #>> '{}')::float8 end as before,
         (extract(epoch from at) * 1000)::float8 as "atMs",
         (extract(epoch from case when stated_at is null then known_after else at end) * 1000)::float8 as "knownAfterMs"
    from function_change
   where function_id = $1 and kind = 'configuration' and subject in ('timeout_s', 'memory_mb') and at > $2
   order by at, id`

/** The limits of every version of a function that is known, $LATEST first. */
export async function listVersionLimits(
  db: Db,
  { id, timeoutS, memoryMb }: Pick<FunctionIdentity, 'id' | 'timeoutS' | 'memoryMb'>,
  { fromMs, toMs }: Window,
): Promise<VersionLimits[]> {
  const [versions, changes] = await Promise.all([
    selectRows<VersionLimits>(db.pool, VERSIONS, [id]),
    selectRows<ChangeRow>(db.pool, CHANGES, [id, new Date(fromMs)]),
  ])
  const stoodOf = (subject: ChangeRow['subject'], now: number | null) => {
    const [first] = changes.filter((change) => change.subject === subject)
    // It came after the window, so that what it changed stood all the time.
    if (first === undefined || first.knownAfterMs >= toMs) return { value: first?.before ?? now, isChanged: false }
    return { value: null, isChanged: true }
  }
  const [timeout, memory] = [stoodOf('timeout_s', timeoutS), stoodOf('memory_mb', memoryMb)]
  const latest = { version: '$LATEST', timeoutS: timeout.value, memoryMb: memory.value }
  return [{ ...latest, isTimeoutChanged: timeout.isChanged }, ...versions]
}

/** The limits that all of some versions share; null where they differ, or those of one are not known. */
export function sharedLimits(
  limits: readonly VersionLimits[],
  versions: readonly string[],
): Pick<VersionLimits, 'timeoutS' | 'memoryMb'> {
  const shared = (of: (one: VersionLimits) => number | null) => {
    const values = new Set(
      versions.map((version) => limits.filter((one) => one.version === version).map(of)[0] ?? null),
    )
    const [only = null] = values
    return values.size === 1 ? only : null
  }
  return { timeoutS: shared((one) => one.timeoutS), memoryMb: shared((one) => one.memoryMb) }
}

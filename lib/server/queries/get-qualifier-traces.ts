import type { Window } from '@/lib/domain/covered-window'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLoggedVersions, type QualifierSource } from '@/lib/server/queries/get-qualifier-source'

/**
 * What tells the traces of a version or alias. ran: versions whose invocations are its own, of each function of the name.
 * reason: why its traces cannot be told from those of others, null where they can; toldIn: account-regions where they can
 * all the same.
 */
export type QualifierTraces = {
  functionName: string
  qualifier: string
  ran: readonly { functionId: number; version: string }[]
  reason: string | null
  toldIn: readonly number[]
}

type Asked = { functionName: string; qualifier: string; functions: readonly FunctionIdentity[] }

const NOT_PROVEN = 'Its log lines cannot be told from those of others.'

/**
 * Judges over a window which traces are those of a qualifier, for everything that lists, draws or counts them. functions:
 * those of the name that are in scope. Throws NOT_FOUND for what none of them has as a version or alias.
 */
export async function getQualifierTraces(
  db: Db,
  { functionName, qualifier, functions }: Asked,
  window: Window,
  nowMs: number,
): Promise<QualifierTraces> {
  const judged = await Promise.all(
    functions.map(async (fn) => ({ fn, ...(await judge(() => getLoggedVersions(db, fn, qualifier, window, nowMs))) })),
  )
  // One of several functions of a name may have an alias that the others do not have.
  const [first] = judged
  if (first?.unknown && judged.every(({ unknown }) => unknown !== null)) throw first.unknown
  const told = judged.flatMap(({ fn, versions }) => (Array.isArray(versions) ? [{ fn, versions }] : []))
  const untold = judged.find(({ versions }) => !Array.isArray(versions))
  const nowhere = functions.length === 0 ? `No function named ${functionName} is known here.` : null
  return {
    ...{ functionName, qualifier },
    ran: told.flatMap(({ fn, versions }) => versions.map((version) => ({ functionId: fn.id, version }))),
    toldIn: told.map(({ fn }) => fn.accountRegionId),
    reason: untold === undefined ? nowhere : (untold.reason ?? NOT_PROVEN),
  }
}

type Judged = Pick<QualifierSource, 'versions' | 'reason'> & { unknown: AppError | null }

/** Of a function without the qualifier no version is its own. */
async function judge(getVersions: () => Promise<Pick<QualifierSource, 'versions' | 'reason'>>): Promise<Judged> {
  try {
    return { ...(await getVersions()), unknown: null }
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return { versions: [], reason: null, unknown: error }
    throw error
  }
}

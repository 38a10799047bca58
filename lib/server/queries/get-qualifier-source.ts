import { type Covered, clipCovered, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { type SetTotal, totalOfFunction, totalOfSet } from '@/lib/domain/metric-sets'
import { isVersionName, routeTraffic } from '@/lib/domain/route-traffic'
import type { RoutingResult } from '@/lib/domain/routing'
import { type Db, selectRows } from '@/lib/server/db'
import { checkQualifier } from '@/lib/server/queries/check-qualifier'
import { countInvocationsByVersion } from '@/lib/server/queries/count-invocations-by-version'
import { getCountedTotals } from '@/lib/server/queries/get-counted-totals'
import { getCoverageFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

/** Where the figures of a qualifier are found. */
export type QualifierSource = {
  /** CloudWatch's dimension sets that add up to it; null when not known. */
  sets: { qualifier: string; executedVersion: string }[] | null
  /** Versions whose log lines are its own; null when they cannot be told from those of others. */
  versions: string[] | 'all' | null
  /** Why sets or versions is null. */
  reason: string | null
}

type Alias = { name: string; version: string; weights: Record<string, number> }
/** fromLogs: null where CloudWatch has not answered for the function as a whole. */
type Totals = { sets: SetTotal[]; fromLogs: Map<string, number> | null }
type Evidence = { sets: SetTotal[]; routing: RoutingResult | null }

const MINUTE = 60_000
const SETTLED_MS = 10 * MINUTE
const LOOK_BACK_MS = 60 * MINUTE
const NOT_ANSWERED =
  'CloudWatch has not answered for every route to this function yet, so that they cannot be told apart.'
const WHOLE_FUNCTION: QualifierSource = {
  sets: [{ qualifier: '', executedVersion: '' }],
  versions: 'all',
  reason: null,
}

/**
 * Tells which dimension sets and which log lines are those of a version or alias. Metrics and log lines have to prove
 * each other over the window; where its end is too fresh for that (lines arrive minutes late), the settled part of it, or
 * the hour before, proves the routes. Throws NOT_FOUND for a qualifier that is neither a version nor an alias.
 */
export async function getQualifierSource(
  db: Db,
  identity: FunctionIdentity,
  qualifier: string | undefined,
  asked: Window,
  nowMs: number,
): Promise<QualifierSource> {
  if (qualifier === undefined) return WHOLE_FUNCTION
  const window = widenToMinutes(asked)
  const [aliases, facts, totals] = await Promise.all([
    listKnownAliases(db, identity.id),
    getCoverageFacts(db, identity, { fromMs: window.fromMs - LOOK_BACK_MS, toMs: window.toMs }, nowMs),
    getTotals(db, identity.id, window, nowMs),
    checkQualifier(db, identity, qualifier),
  ])
  const first = judge(totals, aliases)
  const source = sourceFrom(first, qualifier)
  if (source.sets !== null && source.versions !== null) return source
  const settled = settledWindow(window, facts.logs?.covered ?? [], nowMs)
  if (settled === null) return source
  const second = sourceFrom(judge(await getTotals(db, identity.id, settled, nowMs), aliases), qualifier)
  const sets = source.sets ?? second.sets
  // [] proves that nothing came in the settled part, which says nothing of the fresh part.
  const versions = source.versions ?? (second.versions?.length === 0 ? null : second.versions)
  return { sets, versions, reason: sets === null || versions === null ? source.reason : null }
}

/** The versions part of getQualifierSource alone: those of a version need no proof, because log lines name it. Throws the same. */
export async function getLoggedVersions(
  db: Db,
  identity: FunctionIdentity,
  qualifier: string | undefined,
  asked: Window,
  nowMs: number,
): Promise<Pick<QualifierSource, 'versions' | 'reason'>> {
  if (qualifier === undefined || !isVersionName(qualifier)) {
    return getQualifierSource(db, identity, qualifier, asked, nowMs)
  }
  await checkQualifier(db, identity, qualifier)
  return { versions: [qualifier], reason: null }
}

function sourceFrom({ sets, routing }: Evidence, qualifier: string): QualifierSource {
  if (!isVersionName(qualifier)) {
    const own = [{ qualifier, executedVersion: '' }]
    if (routing === null) return { sets: own, versions: null, reason: NOT_ANSWERED }
    const alias = routing.aliases.get(qualifier)
    return alias === undefined
      ? { sets: own, versions: [], reason: null }
      : { sets: own, versions: alias.versions, reason: alias.reason }
  }
  const versions = [qualifier]
  const named = setsNamedByMetrics(sets, qualifier)
  if (named !== null) return { sets: named, versions, reason: null }
  if (routing === null) return { sets: null, versions, reason: NOT_ANSWERED }
  const version = routing.versions.get(qualifier)
  if (version === undefined) return { sets: [], versions, reason: null }
  if (version.sets === null) return { sets: null, versions, reason: version.reason }
  const own = version.sets.map((set) =>
    set.kind === 'direct'
      ? { qualifier, executedVersion: '' }
      : { qualifier: set.alias, executedVersion: set.kind === 'alias' ? '' : qualifier },
  )
  return { sets: own, versions, reason: null }
}

/**
 * The dimension sets of a version where CloudWatch names the version of every call, so that no log line is needed: all
 * calls named a version, or came through a weighted alias. null where some came through an alias that hides it.
 */
function setsNamedByMetrics(totals: SetTotal[], version: string): NonNullable<QualifierSource['sets']> | null {
  const all = totalOfFunction(totals)
  const naming = totals.filter(
    ({ qualifier, executedVersion }) => executedVersion !== '' || (qualifier !== '' && isVersionName(qualifier)),
  )
  const named = naming.reduce((sum, { qualifier, executedVersion }) => {
    return sum + (totalOfSet(totals, qualifier, executedVersion) ?? 0)
  }, 0)
  if (all === null || named !== all) return null
  return naming
    .filter((set) => (set.executedVersion === '' ? set.qualifier : set.executedVersion) === version)
    .map(({ qualifier, executedVersion }) => ({ qualifier, executedVersion }))
}

async function getTotals(db: Db, functionId: number, window: Window, nowMs: number): Promise<Totals> {
  const { buckets, window: counted } = await getCountedTotals(db, functionId, window, ['Invocations Sum'], nowMs)
  const sets = totalsOfSets(buckets, 'Invocations', counted)
  const isAnswered = totalOfFunction(sets) !== null
  return { sets, fromLogs: isAnswered ? await countInvocationsByVersion(db, functionId, counted) : null }
}

function judge({ sets, fromLogs }: Totals, aliases: Alias[]): Evidence {
  return { sets, routing: fromLogs === null ? null : routeTraffic(sets, aliases, fromLogs) }
}

/** The newest stretch, an hour or the window's length at most, whose lines are read and old enough to have all arrived. */
function settledWindow(window: Window, logs: Covered, nowMs: number): Window | null {
  const toMs = Math.min(window.toMs, Math.floor((nowMs - SETTLED_MS) / MINUTE) * MINUTE)
  const fromMs = Math.min(window.fromMs, toMs - LOOK_BACK_MS)
  const part = clipCovered(logs, { fromMs, toMs }).at(-1)
  if (part === undefined) return null
  const settled = {
    fromMs: Math.ceil(part.fromMs / MINUTE) * MINUTE,
    toMs: Math.floor(part.toMs / MINUTE) * MINUTE,
  }
  const isSame = settled.fromMs === window.fromMs && settled.toMs === window.toMs
  return settled.toMs > settled.fromMs && !isSame ? settled : null
}

async function listKnownAliases(db: Db, functionId: number): Promise<Alias[]> {
  return selectRows<Alias>(db.pool, 'select name, version, weights from function_alias where function_id = $1', [
    functionId,
  ])
}

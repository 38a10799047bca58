import type { ComparedSide, CompareRequest, CompareResponse, VersionDifference } from '@/lib/contracts/versions'
import { noRollups, type RollupTotals } from '@/lib/domain/add-rollups'
import { type CanarySide, judgeCanary } from '@/lib/domain/canary/judge-canary'
import { compareVersions } from '@/lib/domain/compare-versions'
import { countedEnd, isCountable, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { durationQuantiles } from '@/lib/domain/duration-quantiles'
import { hidesSuccess } from '@/lib/domain/hides-success'
import { totalOfSets } from '@/lib/domain/metric-sets'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getCountedTotals } from '@/lib/server/queries/get-counted-totals'
import { getCoverageFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getQualifierSource, type QualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { addVersions, getRollupBuckets } from '@/lib/server/queries/get-rollup-buckets'
import { listVersionSettings } from '@/lib/server/queries/list-version-settings'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

const TOLERANCE_MS = 30 * 60_000
const WANTED = ['Invocations Sum', 'Errors Sum', 'Throttles Sum']
const NOT_READ = 'Log lines of this window are not all read.'
const OVERLAP =
  'The two share invocations, so that nothing can be said of one against the other. Choose two qualifiers that are called apart, or windows that do not overlap.'

type AskedSide = { qualifier: string | undefined; from: number; to: number }
type ReadSide = { figures: ComparedSide; evidence: CanarySide; source: QualifierSource; counted: Window }

/**
 * What two qualifiers did in two windows (widened to whole minutes), what sets their versions apart, and whether the second
 * is worse: see judgeCanary for the tests; null where both hold the same invocations. Throws NOT_FOUND for a qualifier that is neither version nor alias.
 */
export async function getComparison(
  db: Db,
  identity: FunctionIdentity,
  request: Omit<CompareRequest, 'accountId' | 'region'>,
  nowMs: number,
): Promise<CompareResponse> {
  const [first, second, differences] = await Promise.all([
    readSide(db, identity, { qualifier: request.first, from: request.firstFrom, to: request.firstTo }, nowMs),
    readSide(db, identity, { qualifier: request.second, from: request.secondFrom, to: request.secondTo }, nowMs),
    listDifferences(db, identity.id, request.first, request.second),
  ])
  const { verdict, tests, reason } = shareInvocations(first, second)
    ? { verdict: null, tests: [], reason: OVERLAP }
    : judgeCanary(first.evidence, second.evidence)
  return { first: first.figures, second: second.figures, differences, verdict, tests, reason }
}

/** Whether an invocation may be in both samples. */
function shareInvocations(first: ReadSide, second: ReadSide): boolean {
  const [one, other] = [first.counted, second.counted]
  if (one.fromMs >= other.toMs || other.fromMs >= one.toMs) return false
  const [name, otherName] = [first.figures.qualifier, second.figures.qualifier]
  if (name === null || otherName === null || name === otherName) return true
  const [versions, others] = [first.source.versions, second.source.versions]
  if (versions !== null && others !== null) {
    return versions === 'all' || others === 'all' || versions.some((version) => others.includes(version))
  }
  const [sets, otherSets] = [first.source.sets, second.source.sets]
  // Where neither log lines nor CloudWatch tell calls apart, any may be of both.
  if (sets === null || otherSets === null) return true
  // Which versions an alias ran is not told: what CloudWatch counts of it may be counted of the other.
  const aliases = new Set(otherSets.map(({ qualifier }) => qualifier))
  return sets.some(({ qualifier }) => aliases.has(qualifier))
}

async function readSide(
  db: Db,
  identity: FunctionIdentity,
  { qualifier, from, to }: AskedSide,
  nowMs: number,
): Promise<ReadSide> {
  const window = widenToMinutes(checkWindow({ from, to }))
  const [source, facts] = await Promise.all([
    getQualifierSource(db, identity, qualifier, window, nowMs),
    getCoverageFacts(db, identity, window, nowMs),
  ])
  const { versions } = source
  const covered = facts.logs?.covered ?? []
  const endMs = countedEnd(covered, window, nowMs, TOLERANCE_MS)
  // Of a window that has only just begun there may be nothing yet, which is not the same as no calls.
  const isRead = versions !== null && endMs > window.fromMs && isCountable(covered, window, nowMs, TOLERANCE_MS)
  // Calls and Durations are those of one stretch, which ends where the first of the two sources does.
  const toMs = isRead ? endMs : window.toMs
  const totals = await getCountedTotals(db, identity.id, { ...window, toMs }, WANTED, nowMs)
  const counted = totals.window
  const rollups = await getRollupBuckets(db, identity.id, { ...counted, periodMs: counted.toMs - counted.fromMs })
  const sum = (metric: string) => totalOfSets(totalsOfSets(totals.buckets, metric, counted), source.sets)
  const logs = isRead ? (addVersions(rollups, versions).get(0) ?? noRollups()) : null
  // At the system log level WARN only what failed leaves a line, and its Durations are not those of the rest.
  const hidden = hidesSuccess(identity)
  const shown = hidden ? null : logs
  // Where CloudWatch does not tell the calls of a version apart, its log lines do.
  const invocations = sum('Invocations') ?? shown?.invocations ?? null
  const errors = sum('Errors') ?? shown?.errors ?? null
  return {
    ...{ source, counted },
    figures: {
      ...{
        qualifier: qualifier ?? null,
        ...window,
        countedToMs: counted.toMs,
        invocations,
        errors,
        throttles: sum('Throttles'),
      },
      ...logFigures(identity, shown),
      reason: source.reason ?? (isRead ? null : NOT_READ),
    },
    evidence: {
      errors: invocations === null || errors === null ? null : { hits: errors, count: invocations },
      durations: shown?.durations ?? null,
    },
  }
}

function logFigures({ region, architecture }: FunctionIdentity, logs: RollupTotals | null) {
  const [p50Ms = null, p95Ms = null, p99Ms = null] = logs === null ? [] : durationQuantiles(logs, [0.5, 0.95, 0.99])
  const isPriced = logs !== null && logs.invocations > 0
  const usd = isPriced ? lambdaCost(lambdaPrice(region, architecture), logs.gbMs, logs.invocations) : null
  return {
    ...{ p50Ms, p95Ms, p99Ms, maxMs: logs?.durationMaxMs ?? null },
    logged: logs?.invocations ?? null,
    coldStarts: logs?.coldStarts ?? null,
    maxMemoryUsedMb: logs?.maxMemoryUsedMb ?? null,
    usdPerMillion: isPriced && usd !== null ? (usd / logs.invocations) * 1_000_000 : null,
  }
}

async function listDifferences(
  db: Db,
  functionId: number,
  first: string | undefined,
  second: string | undefined,
): Promise<VersionDifference[]> {
  if (first === undefined || second === undefined) return []
  const [settings, aliases] = await Promise.all([
    listVersionSettings(db, functionId),
    selectRows<{ name: string; version: string; isWeighted: boolean }>(
      db.pool,
      `select name, version, weights <> '{}'::jsonb as "isWeighted" from function_alias where function_id = $1`,
      [functionId],
    ),
  ])
  const [before, after] = [first, second].map((qualifier) => {
    const alias = aliases.find(({ name }) => name === qualifier)
    const version = alias === undefined ? qualifier : alias.isWeighted ? null : alias.version
    return settings.find((one) => one.version === version)
  })
  return before === undefined || after === undefined ? [] : compareVersions(before, after)
}

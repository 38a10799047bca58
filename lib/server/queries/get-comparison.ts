import type { ComparedSide, CompareRequest, CompareResponse, VersionDifference } from '@/lib/contracts/versions'
import { noRollups, type RollupTotals } from '@/lib/domain/add-rollups'
import { type CanarySide, judgeCanary } from '@/lib/domain/canary/judge-canary'
import { compareVersions } from '@/lib/domain/compare-versions'
import { isCountable, widenToMinutes } from '@/lib/domain/covered-window'
import { durationQuantiles } from '@/lib/domain/duration-quantiles'
import { hidesSuccess } from '@/lib/domain/hides-success'
import { totalOfSets } from '@/lib/domain/metric-sets'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getCountedTotals } from '@/lib/server/queries/get-counted-totals'
import { getCoverageFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getQualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { addVersions, getRollupBuckets } from '@/lib/server/queries/get-rollup-buckets'
import { listVersionSettings } from '@/lib/server/queries/list-version-settings'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

const TOLERANCE_MS = 30 * 60_000
const WANTED = ['Invocations Sum', 'Errors Sum', 'Throttles Sum']
const NOT_READ = 'Log lines of this window are not all read.'

type AskedSide = { qualifier: string | undefined; from: number; to: number }
type ReadSide = { figures: ComparedSide; evidence: CanarySide }

/**
 * What two qualifiers did in two windows (widened to whole minutes), what sets their versions apart, and whether the second
 * is worse: see judgeCanary for the tests. Throws NOT_FOUND for a qualifier that is neither version nor alias.
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
  const { verdict, tests, reason } = judgeCanary(first.evidence, second.evidence)
  return { first: first.figures, second: second.figures, differences, verdict, tests, reason }
}

async function readSide(
  db: Db,
  identity: FunctionIdentity,
  { qualifier, from, to }: AskedSide,
  nowMs: number,
): Promise<ReadSide> {
  const window = widenToMinutes(checkWindow({ from, to }))
  const [source, counted, rollups, facts] = await Promise.all([
    getQualifierSource(db, identity, qualifier, window, nowMs),
    getCountedTotals(db, identity.id, window, WANTED, nowMs),
    getRollupBuckets(db, identity.id, { ...window, periodMs: window.toMs - window.fromMs }),
    getCoverageFacts(db, identity, window, nowMs),
  ])
  const sum = (metric: string) => totalOfSets(totalsOfSets(counted.buckets, metric, counted.window), source.sets)
  const { versions } = source
  const isRead = versions !== null && isCountable(facts.logs?.covered ?? [], window, nowMs, TOLERANCE_MS)
  const logs = isRead ? (addVersions(rollups, versions).get(0) ?? noRollups()) : null
  // At the system log level WARN only what failed leaves a line, and its Durations are not those of the rest.
  const hidden = hidesSuccess(identity)
  const shown = hidden ? null : logs
  // Where CloudWatch does not tell the calls of a version apart, its log lines do.
  const invocations = sum('Invocations') ?? shown?.invocations ?? null
  const errors = sum('Errors') ?? shown?.errors ?? null
  return {
    figures: {
      ...{ qualifier: qualifier ?? null, ...window, invocations, errors, throttles: sum('Throttles') },
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

import type { MemoryGroup, PerformanceRequest, PerformanceResponse } from '@/lib/contracts/performance'
import { addTotals, noRollups, type RollupTotals } from '@/lib/domain/add-rollups'
import { isCountable, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { durationQuantiles } from '@/lib/domain/duration-quantiles'
import { hidesSuccess } from '@/lib/domain/hides-success'
import { buildHeatMap } from '@/lib/domain/performance/build-heat-map'
import { CLOSE_SHARE, judgeTimeout } from '@/lib/domain/performance/judge-timeout'
import { describeRefusal, type ReadRefusal } from '@/lib/domain/read-extent'
import { bucketNear, bucketTop } from '@/lib/domain/sketch'
import type { Db } from '@/lib/server/db'
import { lambdaPrice } from '@/lib/server/lambda-prices'
import { adviseMemory, type PerformanceFacts } from '@/lib/server/queries/advise-memory'
import { checkWindow } from '@/lib/server/queries/check-window'
import { explainColdStarts, readColdStartFacts } from '@/lib/server/queries/explain-cold-starts'
import { findLogRefusal } from '@/lib/server/queries/find-log-refusal'
import { getCoverageFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getQualifierSource, type QualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { addVersions, getRollupBuckets, type RollupBucket } from '@/lib/server/queries/get-rollup-buckets'
import { type LoadGrid, listLoad } from '@/lib/server/queries/list-load'
import { listMemoryGroups, type MemoryGroupRow, SAMPLE_SIZE } from '@/lib/server/queries/list-memory-groups'
import { listVersionLimits, type VersionLimits } from '@/lib/server/queries/list-version-limits'

const MINUTE = 60_000
const MOST_COLUMNS = 120
const PERIODS_MIN = [1, 2, 5, 10, 15, 30, 60, 180, 360, 720, 1440]
const TOLERANCE_MS = 30 * MINUTE
const NOTHING_READ = 'No log line of this window is read, and only log lines tell single durations.'
const SUCCESS_HIDDEN =
  'The system log level is WARN: successful invocations leave no report line, so that figures of the others would pass for all. At INFO they are told.'

/**
 * How long the invocations of a function (or of a version or alias of it) took in the window, widened to whole minutes
 * (the heat map has whole periods, and counts of them what is in it): by time, by version and by Memory Size; what cold starts cost; and whether timeout and memory fit. By log
 * lines alone: where they cannot be told apart, or none is read, reason says so. Throws NOT_FOUND for an unknown qualifier.
 */
export async function getPerformance(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<PerformanceRequest, 'from' | 'to' | 'qualifier'>,
  nowMs: number,
): Promise<PerformanceResponse> {
  const window = widenToMinutes(checkWindow(request))
  const length = window.toMs - window.fromMs
  const periodMs = (PERIODS_MIN.find((minutes) => length / (minutes * MINUTE) <= MOST_COLUMNS) ?? 1440) * MINUTE
  const grid = { ...window, periodMs, originMs: widenToMinutes(window, periodMs).fromMs }
  const [rollups, coverage, limits, { source, parts }] = await Promise.all([
    getRollupBuckets(db, identity.id, grid),
    getCoverageFacts(db, identity, window, nowMs),
    listVersionLimits(db, identity, window),
    getQualifierSource(db, identity, request.qualifier, window, nowMs).then(async (found) => ({
      source: found,
      parts: await readParts(db, identity.id, grid, { source: found, qualifier: request.qualifier }),
    })),
  ])
  const { versions } = source
  const own = versions === 'all' ? rollups : rollups.filter((row) => versions?.includes(row.version))
  const covered = coverage.logs?.covered ?? []
  const refusal = findLogRefusal(coverage, identity)
  const isUnread = own.length === 0 && covered.length === 0
  const reason =
    parts === null ? source.reason : hidesSuccess(identity) ? SUCCESS_HIDDEN : isUnread ? whyUnread(refusal) : null
  if (parts === null || reason !== null) return unknown(window, reason, isUnread ? refusal : null)
  const { groups, load, coldStarts } = parts
  const byVersion = totalsByVersion(own)
  const total = noRollups()
  for (const totals of byVersion.values()) addTotals(total, totals)
  const facts: PerformanceFacts = {
    ...{ identity, window, grid, load, groups, total, covered, nowMs },
    rates: lambdaPrice(identity.region, identity.architecture),
  }
  const sketches = new Map([...addVersions(own, 'all')].map(([bucket, { durations }]) => [bucket, durations]))
  return {
    ...window,
    reason: null,
    isWhole: isCountable(covered, window, nowMs, TOLERANCE_MS),
    refusal,
    heat: buildHeatMap(sketches, { ...grid, nowMs }, covered),
    total: { invocations: total.invocations, ...spreadOf(total) },
    versions: spreadByVersion(byVersion, limits),
    sample: sampleOf(groups, total.invocations, window),
    groups: groups.map((group) => memoryGroup(group, facts)),
    coldStarts: explainColdStarts(facts, coldStarts, byVersion, limits),
    memory: adviseMemory(facts),
  }
}

/** What does not come from the rollups of all versions; null where the lines of a qualifier cannot be told apart. */
async function readParts(
  db: Db,
  functionId: number,
  grid: LoadGrid,
  of: { source: QualifierSource; qualifier: string | undefined },
) {
  const { versions } = of.source
  if (versions === null) return null
  const [groups, load, coldStarts] = await Promise.all([
    listMemoryGroups(db, functionId, grid, versions),
    listLoad(db, functionId, grid, versions),
    readColdStartFacts(db, functionId, grid, of),
  ])
  return { groups, load, coldStarts }
}

function whyUnread(refusal: ReadRefusal | null): string {
  return refusal === null
    ? NOTHING_READ
    : `Only log lines tell single durations, and none is read. ${describeRefusal(refusal)}`
}

function unknown(window: Window, reason: string | null, refusal: ReadRefusal | null): PerformanceResponse {
  const nothing = { heat: null, total: null, versions: [], sample: null, groups: [], coldStarts: null, memory: null }
  return { ...window, reason, isWhole: false, refusal, ...nothing }
}

function totalsByVersion(rows: readonly RollupBucket[]): Map<string, RollupTotals> {
  const byVersion = new Map<string, RollupTotals>()
  for (const { version, totals } of rows) {
    const sum = byVersion.get(version) ?? noRollups()
    byVersion.set(version, sum)
    addTotals(sum, totals)
  }
  return byVersion
}

function spreadOf(totals: RollupTotals) {
  const [p50Ms = null, p95Ms = null, p99Ms = null] = durationQuantiles(totals, [0.5, 0.95, 0.99])
  return { p50Ms, p95Ms, p99Ms, maxMs: totals.durationMaxMs }
}

function spreadByVersion(
  byVersion: ReadonlyMap<string, RollupTotals>,
  limits: readonly VersionLimits[],
): PerformanceResponse['versions'] {
  return [...byVersion]
    .sort(([left], [right]) => numberOf(right) - numberOf(left))
    .map(([version, totals]) => {
      const known = limits.find((one) => one.version === version)
      const { invocations, errors, coldStarts, timeouts, durationMaxMs: maxMs } = totals
      const timeoutS = known?.timeoutS ?? null
      // On a bound of the sketch, so that the invocations counted are those that a list narrowed to it shows.
      const closeKey = timeoutS === null ? null : bucketNear(timeoutS * 1000 * CLOSE_SHARE)
      return {
        ...{ version, invocations, errors, coldStarts, timeouts, timeoutS, memoryMb: known?.memoryMb ?? null },
        timeoutChanged: known?.isTimeoutChanged ?? false,
        ...spreadOf(totals),
        timeoutVerdict: judgeTimeout({ timeoutS, timeouts, maxMs }),
        closeMs: closeKey === null ? null : bucketTop(closeKey),
        close: closeKey === null ? null : countAbove(totals, closeKey),
      }
    })
}

function countAbove({ durations }: RollupTotals, bucket: number): number {
  let count = 0
  for (const [key, values] of durations.buckets) if (key > bucket) count += values
  return count
}

function numberOf(version: string): number {
  return version === '$LATEST' ? Number.MAX_SAFE_INTEGER : Number(version)
}

function sampleOf(groups: readonly MemoryGroupRow[], all: number, { fromMs }: Window): PerformanceResponse['sample'] {
  if (groups.length === 0) return null
  const invocations = groups.reduce((sum, group) => sum + group.invocations, 0)
  const isWhole = invocations < SAMPLE_SIZE && invocations >= all
  return { fromMs: isWhole ? fromMs : Math.min(...groups.map(({ firstAtMs }) => firstAtMs)), invocations, isWhole }
}

function memoryGroup(row: MemoryGroupRow, { rates }: PerformanceFacts): MemoryGroup {
  const { billedMs, initMs: _, billedInitMs: __, firstAtMs: ___, lastAtMs: ____, ...group } = row
  const gbSeconds = row.memoryMb === null ? null : ((billedMs / row.invocations) * row.memoryMb) / 1024 / 1000
  const usdPerMillion = gbSeconds === null ? null : (gbSeconds * rates.usdPerGbSecond + rates.usdPerRequest) * 1_000_000
  return { ...group, usdPerMillion }
}

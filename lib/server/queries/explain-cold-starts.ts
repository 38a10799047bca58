import type { ColdStartLedger } from '@/lib/contracts/performance'
import type { RollupTotals } from '@/lib/domain/add-rollups'
import type { BucketValues } from '@/lib/domain/bucket-values'
import { isRestoreFree, restoredMemoryUsd } from '@/lib/domain/cost/price-usage'
import { clipCovered } from '@/lib/domain/covered-window'
import { type LoadColumn, MONTH_MS, planProvisioned } from '@/lib/domain/performance/plan-provisioned'
import { planSnapStart } from '@/lib/domain/performance/plan-snap-start'
import { type Db, selectRows } from '@/lib/server/db'
import { coveredMs, currentSize, type PerformanceFacts } from '@/lib/server/queries/advise-memory'
import { getMetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import type { QualifierSource } from '@/lib/server/queries/get-qualifier-source'
import type { LoadGrid } from '@/lib/server/queries/list-load'
import type { VersionLimits } from '@/lib/server/queries/list-version-limits'

type SnapRow = {
  runtime: string | null
  packageType: string | null
  ephemeralStorageMb: number | null
  isManaged: boolean
  /** SnapStart is on for what is published now. */
  isOn: boolean
  /** Whether it is of each version, where that is known. */
  isOnOf: Record<string, boolean>
  hasProvisioned: boolean
  standing: number
}

const FUNCTION = `
  select runtime, package_type as "packageType", ephemeral_storage_mb as "ephemeralStorageMb",
         'managed-instances' = any(f.modes) as "isManaged", coalesce(snap_start = 'PublishedVersions', false) as "isOn",
         (select coalesce(json_object_agg(v.version, v.settings ->> 'snapStart' = 'PublishedVersions'), '{}')
            from function_version v where v.function_id = f.id and v.settings ? 'snapStart') as "isOnOf",
         exists (select from provisioned_concurrency p where p.function_id = f.id) as "hasProvisioned",
         (select coalesce(sum(coalesce(p.allocated, p.requested)), 0)::int from provisioned_concurrency p
           where p.function_id = f.id and ($2::text is null or p.qualifier = $2 or p.qualifier in (
             select a.name from function_alias a
              where a.function_id = f.id and a.gone_at is null and (a.version = $2 or a.weights ? $2)))) as standing
    from lambda_function f where id = $1`

/** What else than log lines tells of cold starts: the most that ran at once by column, and the function's settings. standing: environments that are provisioned for the qualifier, or an alias that leads to it. */
export type ColdStartFacts = { peaks: BucketValues; fn: SnapRow | null }

/** Reads what explainColdStarts needs beside log lines. */
export async function readColdStartFacts(
  db: Db,
  functionId: number,
  grid: LoadGrid,
  { source, qualifier }: { source: QualifierSource; qualifier: string | undefined },
): Promise<ColdStartFacts> {
  const [peaks, [fn]] = await Promise.all([
    readPeaks(db, functionId, grid, source),
    selectRows<SnapRow>(db.pool, FUNCTION, [functionId, qualifier ?? null]),
  ])
  return { peaks, fn: fn ?? null }
}

/** What the cold starts of the window took and cost, and what doing without them would. */
export function explainColdStarts(
  facts: PerformanceFacts,
  { peaks, fn }: ColdStartFacts,
  byVersion: ReadonlyMap<string, RollupTotals>,
  limits: readonly VersionLimits[],
): ColdStartLedger {
  const { identity, total, load, rates } = facts
  const initMs = load.reduce((sum, row) => sum + row.initSumMs, 0)
  const billedShare = shareBilled(facts)
  const memoryMb = currentSize(facts) ?? identity.memoryMb
  const windowMs = coveredMs(facts)
  const { restored, ...started } = startedBy(byVersion, fn)
  const snapStart = { isFree: isRestoreFree(fn?.runtime ?? null) }
  const restoredUsd = restored.reduce((sum, { version, coldStarts }) => {
    const own = limits.find((one) => one.version === version)?.memoryMb ?? memoryMb
    return sum + restoredMemoryUsd({ coldStarts, memoryMb: own }, { snapStart, rates })
  }, 0)
  const usd = total.coldStarts === 0 ? 0 : billedShare === null ? null : billedUsd(facts, billedShare) + restoredUsd
  const billedInitMs = load.reduce((sum, row) => sum + row.publishedInitSumMs, 0) * (billedShare ?? 1)
  return {
    coldStarts: total.coldStarts,
    share: total.invocations === 0 ? null : total.coldStarts / total.invocations,
    initMs,
    initMaxMs: total.initMaxMs,
    usd,
    usdPerMonth: usd === null || windowMs === 0 ? null : usd * (MONTH_MS / windowMs),
    provisioned: planProvisioned(loadColumns(facts, peaks, billedShare ?? 1), memoryMb, rates, fn?.standing),
    snapStart: fn === null ? null : planSnapStart({ ...fn, ...started, memoryMb, billedInitMs, windowMs }, rates),
  }
}

/** Which cold starts SnapStart restores, or could: those of published versions. restored: the former, by version. */
function startedBy(byVersion: ReadonlyMap<string, RollupTotals>, fn: SnapRow | null) {
  const isSnapped = (version: string) => version !== '$LATEST' && (fn?.isOnOf[version] ?? fn?.isOn ?? false)
  const sum = (isCounted: (version: string) => boolean) =>
    [...byVersion].reduce((count, [version, { coldStarts }]) => count + (isCounted(version) ? coldStarts : 0), 0)
  const versions = [...byVersion.keys()]
  const restored = [...byVersion].flatMap(([version, { coldStarts }]) =>
    isSnapped(version) && coldStarts > 0 ? [{ version, coldStarts }] : [],
  )
  return {
    restored,
    isOn: (fn?.isOn ?? false) || versions.some(isSnapped),
    publishedColdStarts: sum((version) => version !== '$LATEST'),
    restores: restored.reduce((count, { coldStarts }) => count + coldStarts, 0),
    latestColdStarts: sum((version) => version === '$LATEST'),
    ranPublished: versions.some((version) => version !== '$LATEST'),
  }
}

/** Share of Init or Restore Duration that was billed, by the invocations read one by one. */
function shareBilled({ groups }: PerformanceFacts): number | null {
  const cold = groups.filter((group) => group.cold && group.initMs > 0)
  const initMs = cold.reduce((sum, group) => sum + group.initMs, 0)
  return initMs === 0 ? null : cold.reduce((sum, group) => sum + group.billedInitMs, 0) / initMs
}

function billedUsd({ load, rates }: PerformanceFacts, billedShare: number): number {
  const gbMs = load.reduce((sum, row) => sum + (row.billedMs === 0 ? 0 : row.initSumMs * (row.gbMs / row.billedMs)), 0)
  return (gbMs / 1000) * billedShare * rates.usdPerGbSecond
}

/** The most that ran at once, by column: CloudWatch's, where one dimension set holds all of the qualifier. */
async function readPeaks(db: Db, functionId: number, grid: LoadGrid, { sets }: QualifierSource): Promise<BucketValues> {
  const [set] = sets?.length === 1 ? sets : []
  if (set === undefined) return new Map()
  const found = await getMetricBuckets(db, {
    ...grid,
    functionIds: [functionId],
    wanted: ['ConcurrentExecutions Maximum'],
    qualifiers: [set.qualifier],
  })
  return found.find((series) => series.executedVersion === set.executedVersion)?.values ?? new Map()
}

function loadColumns(
  { load, grid, covered, nowMs }: PerformanceFacts,
  peaks: BucketValues,
  billedShare: number,
): LoadColumn[] {
  const columns = new Map<number, LoadColumn>()
  const { originMs, periodMs } = grid
  for (let index = 0; originMs + index * periodMs < grid.toMs; index += 1) {
    const fromMs = Math.max(grid.fromMs, originMs + index * periodMs)
    const parts = clipCovered(covered, { fromMs, toMs: Math.min(originMs + (index + 1) * periodMs, grid.toMs, nowMs) })
    const lengthMs = parts.reduce((sum, part) => sum + part.toMs - part.fromMs, 0)
    if (lengthMs > 0) {
      columns.set(index, { lengthMs, busyMs: 0, peak: peaks.get(index) ?? null, coldStarts: 0, billedInitMs: 0 })
    }
  }
  for (const row of load) {
    const column = columns.get(row.bucket)
    if (column === undefined) continue
    column.busyMs += row.durationSumMs
    column.coldStarts += row.coldStarts
    column.billedInitMs += row.initSumMs * billedShare
  }
  return [...columns.values()]
}

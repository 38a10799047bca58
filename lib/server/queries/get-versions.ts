import type { AliasTraffic, VersionItem, VersionsRequest, VersionsResponse } from '@/lib/contracts/versions'
import { noRollups, type RollupTotals } from '@/lib/domain/add-rollups'
import { wilson } from '@/lib/domain/canary/proportion-test'
import { compareVersions } from '@/lib/domain/compare-versions'
import { isCountable, widenToMinutes } from '@/lib/domain/covered-window'
import { durationQuantiles } from '@/lib/domain/duration-quantiles'
import { hidesSuccess } from '@/lib/domain/hides-success'
import { type SetTotal, totalOfSet } from '@/lib/domain/metric-sets'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findLogRefusal } from '@/lib/server/queries/find-log-refusal'
import { getCountedTotals } from '@/lib/server/queries/get-counted-totals'
import { getCoverageFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getRollupBuckets } from '@/lib/server/queries/get-rollup-buckets'
import { listVersionSettings, type VersionRow } from '@/lib/server/queries/list-version-settings'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

const TOLERANCE_MS = 30 * 60_000
const Z95 = 1.959963985
/* Where there is one version, nothing is drawn by chance. */
const ALWAYS = { lower: 1, upper: 1 }

type Alias = {
  name: string
  version: string
  weights: Record<string, number>
  description: string | null
  changedAtMs: number | null
}

const ALIASES = `
  select a.name, a.version, a.weights, a.description,
         (select (extract(epoch from max(c.at)) * 1000)::float8 from function_change c
           where c.function_id = $1 and c.kind = 'alias' and c.subject = a.name and c.at >= $2 and c.at < $3) as "changedAtMs"
    from function_alias a where a.function_id = $1 and a.gone_at is null order by a.name`

/**
 * The versions of a function, newest first, with what sets each apart from the one published before it and what it did in
 * the window (widened to whole minutes), and the calls that came through each alias.
 */
export async function getVersions(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<VersionsRequest, 'from' | 'to'>,
  nowMs: number,
): Promise<VersionsResponse> {
  const asked = widenToMinutes(checkWindow(request))
  const [settings, aliases, rollups, counted, coverage] = await Promise.all([
    listVersionSettings(db, identity.id),
    selectRows<Alias>(db.pool, ALIASES, [identity.id, new Date(asked.fromMs), new Date(asked.toMs)]),
    getRollupBuckets(db, identity.id, { ...asked, periodMs: asked.toMs - asked.fromMs }),
    getCountedTotals(db, identity.id, asked, ['Invocations Sum', 'Errors Sum'], nowMs),
    getCoverageFacts(db, identity, asked, nowMs),
  ])
  const byVersion = new Map(rollups.map(({ version, totals }) => [version, totals]))
  const isWhole = isCountable(coverage.logs?.covered ?? [], asked, nowMs, TOLERANCE_MS)
  const { window, buckets } = counted
  const totals = (metric: string) => totalsOfSets(buckets, metric, window)
  return {
    ...asked,
    isWhole,
    refusal: findLogRefusal(coverage, identity),
    versions: versionItems(settings, aliases, hidesSuccess(identity) ? NOTHING_SHOWN : { byVersion, isWhole }),
    aliases: aliases.map((alias) =>
      aliasTraffic(alias, {
        ...{ invocations: totals('Invocations'), errors: totals('Errors'), byVersion },
        stoodAlone: (calls) => stoodAlone(alias, calls, { settings, byVersion, isWhole, fromMs: asked.fromMs }),
      }),
    ),
    pair: choosePair(aliases, settings, byVersion),
  }
}

const NOTHING_SHOWN = { byVersion: new Map<string, RollupTotals>(), isWhole: false }

function versionItems(
  settings: readonly VersionRow[],
  aliases: readonly Alias[],
  { byVersion, isWhole }: { byVersion: ReadonlyMap<string, RollupTotals>; isWhole: boolean },
): VersionItem[] {
  return settings.map((one, index) => {
    const before = settings[index + 1]
    const totals = byVersion.get(one.version) ?? (isWhole ? noRollups() : null)
    const [p50Ms = null, p95Ms = null] = totals === null ? [] : durationQuantiles(totals, [0.5, 0.95])
    const { version, publishedAtMs, codeSha256, description } = one
    return {
      ...{ version, publishedAtMs, codeSha256, description, p50Ms, p95Ms },
      aliases: aliases.filter((alias) => alias.version === version || version in alias.weights).map(({ name }) => name),
      previous: before?.version ?? null,
      differences: before === undefined ? [] : compareVersions(before, one),
      invocations: totals?.invocations ?? null,
      errors: totals?.errors ?? null,
      coldStarts: totals?.coldStarts ?? null,
    }
  })
}

type Traffic = {
  invocations: readonly SetTotal[]
  errors: readonly SetTotal[]
  byVersion: ReadonlyMap<string, RollupTotals>
  /** Whether so many calls of the alias are all those of the version that it leads to now. */
  stoodAlone(calls: number | null): boolean
}

/** Changes are noticed from the first look on: before it, the version's age and its log lines have to bear it out. */
function stoodAlone(
  { version, weights, changedAtMs }: Alias,
  calls: number | null,
  of: {
    settings: readonly VersionRow[]
    byVersion: ReadonlyMap<string, RollupTotals>
    isWhole: boolean
    fromMs: number
  },
): boolean {
  if (changedAtMs !== null || Object.keys(weights).length > 0) return false
  const publishedAtMs = of.settings.find((one) => one.version === version)?.publishedAtMs ?? null
  const isOlder = version === '$LATEST' || (publishedAtMs !== null && publishedAtMs <= of.fromMs)
  const logged = of.byVersion.get(version)?.invocations ?? 0
  return isOlder && (!of.isWhole || logged >= (calls ?? 0))
}

function aliasTraffic(alias: Alias, { invocations, errors, byVersion, stoodAlone }: Traffic): AliasTraffic {
  const { name, version, weights, description, changedAtMs } = alias
  const all = totalOfSet(invocations, name)
  const rest = 1 - Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  const seen = invocations.filter((set) => set.qualifier === name && set.executedVersion !== '')
  const named = new Map<string, number | null>([[version, Math.round(rest * 1e6) / 1e6], ...Object.entries(weights)])
  for (const { executedVersion } of seen) if (!named.has(executedVersion)) named.set(executedVersion, null)
  const isSplit = seen.length > 0
  // Of an alias that led to one version all along all calls are that version's, though CloudWatch names none.
  const isSingle = !isSplit && stoodAlone(all)
  const totalOf = (sets: readonly SetTotal[], route: string) =>
    isSingle ? totalOfSet(sets, name) : isSplit ? totalOfSet(sets, name, route) : null
  const routes = [...named].map(([route, weight]) => {
    const count = totalOf(invocations, route)
    const interval = count === null || !all ? null : isSingle ? ALWAYS : wilson({ hits: count, count: all }, Z95)
    return {
      ...{ version: route, weight, invocations: count },
      errors: totalOf(errors, route),
      share: count === null || !all ? null : count / all,
      shareLower: interval?.lower ?? null,
      shareUpper: interval?.upper ?? null,
    }
  })
  // A version that the alias has left, and that nothing came to in the window, is none of its routes.
  const shown = routes.filter(
    ({ version: route, weight, invocations: count }) =>
      weight !== null || (count === null ? byVersion.has(route) : count > 0),
  )
  return { alias: name, description, invocations: all, changedAtMs, routes: shown }
}

/** Two published versions that ran; one alone, or none, stands beside what it was before. */
function choosePair(
  aliases: readonly Alias[],
  settings: readonly VersionRow[],
  byVersion: ReadonlyMap<string, RollupTotals>,
): VersionsResponse['pair'] {
  const weighted = aliases.find(({ weights }) => Object.keys(weights).length > 0)
  const [other] = Object.keys(weighted?.weights ?? {})
  if (weighted !== undefined && other !== undefined) return { first: weighted.version, second: other }
  const published = settings.filter(({ version }) => version !== '$LATEST' && byVersion.has(version))
  const [newest, before = newest] = published
  return newest === undefined || before === undefined ? null : { first: before.version, second: newest.version }
}

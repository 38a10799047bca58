import type { Facet, InvocationFacetsRequest, InvocationFacetsResponse } from '@/lib/contracts/invocations'
import { type Covered, isCountable, sumOfBucket, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import {
  type CountedGroup,
  countByTime,
  countFacet,
  type FacetChoice,
  type FacetName,
  meetsChoice,
} from '@/lib/domain/invocations/count-facets'
import { alignToPeriod, choosePeriodMs } from '@/lib/domain/time-range'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findLogRefusal } from '@/lib/server/queries/find-log-refusal'
import { getCoverageFacts } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLoggedVersions } from '@/lib/server/queries/get-qualifier-source'
import { isOfFailures } from '@/lib/server/queries/invocation-filter'
import { listCountedGroups, listNewestGroups, type NewestGroups } from '@/lib/server/queries/list-counted-groups'

const MINUTE = 60_000
const MOST_BUCKETS = 60
const TOLERANCE_MS = 30 * MINUTE
const MOST_VALUES = 20

type Request = Omit<InvocationFacetsRequest, 'accountId' | 'region'>
/** lookedAt: null where the groups are all that there is. */
type Source = { groups: readonly CountedGroup[]; lookedAt: Facet['lookedAt'] }

/**
 * How many invocations of the window (in whole minutes) a filter leaves, by time and by each facet. Result, version and
 * start are counted from rollups; what those do not tell, and all once it is chosen, from the newest invocations (and the
 * newest that failed), as lookedAt then says. Throws NOT_FOUND for an unknown qualifier.
 */
export async function getInvocationFacets(
  db: Db,
  identity: FunctionIdentity,
  request: Request,
  nowMs: number,
): Promise<InvocationFacetsResponse> {
  const asked = checkWindow(request)
  const window = widenToMinutes(asked)
  const periodMs = choosePeriodMs(window, MOST_BUCKETS)
  const grid = { ...window, periodMs }
  const { minDurationMs = null, maxDurationMs = null } = request
  const readFailures = listNewestGroups(db, identity.id, grid, { minDurationMs, maxDurationMs, failures: true })
  const [{ versions, reason }, coverage, rollups, newest, failures] = await Promise.all([
    getLoggedVersions(db, identity, request.qualifier, asked, nowMs),
    getCoverageFacts(db, identity, window, nowMs),
    listCountedGroups(db, identity.id, grid),
    isOfFailures(request) && (request.errorType !== undefined || !isUncounted(request))
      ? readFailures
      : listNewestGroups(db, identity.id, grid, { minDurationMs, maxDurationMs, failures: false }),
    readFailures,
  ])
  const refusal = findLogRefusal(coverage, identity)
  const answer = { ...window, periodMs, reason: versions === null ? reason : null, refusal }
  if (versions === null) return { ...answer, isWhole: false, total: 0, lookedAt: null, facets: [], histogram: [] }
  const covered = coverage.logs?.covered ?? []
  // Invocations are counted for longer than they are kept one by one.
  const isKept = window.fromMs >= coverage.detailFromMs
  const own = (groups: readonly CountedGroup[]) =>
    versions === 'all' ? groups : groups.filter(({ version }) => versions.includes(version))
  const fromNewest = (found: NewestGroups): Source => ({
    groups: own(found.groups),
    lookedAt: found.isCut || !isKept ? { invocations: found.looked, fromMs: found.fromMs } : null,
  })
  const sources = { all: { groups: own(rollups), lookedAt: null }, ...{ newest: fromNewest(newest) } }
  const { facets, main } = countAll(request, { ...sources, failures: fromNewest(failures) })
  return {
    ...answer,
    isWhole: isCountable(covered, window, nowMs, TOLERANCE_MS),
    total: main.groups.reduce((sum, group) => sum + (meetsChoice(group, request) ? group.invocations : 0), 0),
    lookedAt: main.lookedAt,
    facets,
    histogram: buildHistogram(main, request, { ...grid, nowMs }, covered),
  }
}

/** Whether something is chosen that no rollup tells. */
function isUncounted(request: Request): boolean {
  const { errorType, memory, memorySizeMb, traced, tenantId, minDurationMs, maxDurationMs } = request
  const chosen = [errorType, memory, memorySizeMb, traced, tenantId, minDurationMs, maxDurationMs]
  return chosen.some((value) => value !== undefined)
}

function countAll(request: Request, sources: { all: Source; newest: Source; failures: Source }) {
  const detail = isOfFailures(request) ? sources.failures : sources.newest
  const main = isUncounted(request) ? detail : sources.all
  const sourceOf: Record<FacetName, Source> = {
    // Those of other results are no failures, unless an error is chosen.
    result: isUncounted(request) ? (request.errorType === undefined ? sources.newest : sources.failures) : sources.all,
    version: main,
    start: main,
    errorType: sources.failures,
    memory: detail,
    memorySizeMb: detail,
    traced: detail,
    tenantId: detail,
  }
  const facets = Object.entries(sourceOf).map(([name, { groups, lookedAt }]): Facet => {
    const facet = name as FacetName
    return { facet, lookedAt, values: countFacet(groups, request, facet).slice(0, MOST_VALUES) }
  })
  return { facets, main }
}

function buildHistogram(
  { groups, lookedAt }: Source,
  choice: FacetChoice,
  { periodMs, nowMs, ...window }: Window & { periodMs: number; nowMs: number },
  covered: Covered,
): InvocationFacetsResponse['histogram'] {
  const counted = countByTime(groups, choice)
  const { fromMs, toMs } = alignToPeriod(window, periodMs)
  return Array.from({ length: Math.round((toMs - fromMs) / periodMs) }, (_, index) => {
    const atMs = fromMs + index * periodMs
    const bucket = { fromMs: Math.max(atMs, window.fromMs), toMs: Math.min(atMs + periodMs, window.toMs) }
    if (lookedAt !== null && bucket.toMs <= lookedAt.fromMs) return { atMs, counts: null }
    const counts = counted.get(atMs)
    if (counts !== undefined) return { atMs, counts }
    const isKnown = bucket.fromMs >= nowMs || sumOfBucket(0, bucket, covered, nowMs) !== null
    return { atMs, counts: isKnown ? {} : null }
  })
}

import { selectRows } from '@/lib/server/db'
import { AwsFailure, stateOfFailure } from '@/lib/sync/aws/aws-failure'
import { ofFunction } from '@/lib/sync/aws/of-function'
import { numberOf, recordOf } from '@/lib/sync/aws/parse-values'
import { HOUR_MS, MINUTE_MS } from '@/lib/sync/plan-windows'
import type { DetailedFunction, StoreAnswer } from '@/lib/sync/steps/detailed-function'
import {
  mirrorAliases,
  mirrorConfiguration,
  mirrorEventInvokeConfigs,
  mirrorPolicies,
  mirrorProvisionedConcurrency,
  mirrorRecursion,
  mirrorRuntimeManagement,
  mirrorScaling,
  mirrorUrls,
} from '@/lib/sync/steps/mirror-function'
import { mirrorAccountSettings, mirrorMappings } from '@/lib/sync/steps/mirror-region'
import {
  findUnlistedVersions,
  isListingOfAllDue,
  mirrorVersions,
  mirrorVersionsOf,
} from '@/lib/sync/steps/mirror-versions'
import { readSeveral } from '@/lib/sync/steps/read-several'
import { wakeSteps } from '@/lib/sync/store/seed-states'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 10 * MINUTE_MS
/** Policies and the like change rarely, and AWS gives the function another revision when they do. */
const RARELY_MS = HOUR_MS
/** No listing tells that such a setting changed, so that it is looked at without cause, but not often. */
const SETTINGS_MS = 24 * HOUR_MS
const FUNCTIONS_PER_RUN = 50
/** A function that ran or was changed within this time is looked at in every pass. */
const ACTIVE_MS = HOUR_MS
const settingDue = (answeredAt: string) => `
  $6 > 0 AND (f.details_at IS NULL OR
    (coalesce(f.${answeredAt} <= $7, true) AND ($6 = 1 OR f.details_at <= $3)))`
/** passes ($6): how many are over. Settings wait for the first one, and the second one reads them all. */
const FUNCTIONS = `
  SELECT f.id, f.arn, f.name, f.details_at IS NULL OR f.details_at <= $3 AS "rarely",
    (extract(epoch FROM f.details_known_at) * 1000)::float8 AS "knownAtMs",
    EXISTS (SELECT 1 FROM function_version v WHERE v.function_id = f.id AND v.gone_at IS NULL)
      OR EXISTS (SELECT 1 FROM function_alias a WHERE a.function_id = f.id AND a.gone_at IS NULL) AS "hasVersions",
    EXISTS (SELECT 1 FROM provisioned_concurrency p WHERE p.function_id = f.id) AS "hasProvisioned",
    'managed-instances' = ANY(f.modes) AS "isManaged",
    coalesce(f.last_modified_at > $5, false)
      OR EXISTS (SELECT 1 FROM metric_series m WHERE m.function_id = f.id AND m.last_point_at > $5) AS "active",
    coalesce(${settingDue('recursion_at')}, false) AS "recursionDue",
    coalesce(f.package_type <> 'Image' AND ${settingDue('runtime_management_at')}, false) AS "runtimeDue"
  FROM lambda_function f WHERE f.account_region_id = $1 AND f.id > $2 AND f.gone_at IS NULL ORDER BY f.id LIMIT $4`
const DONE = 'UPDATE lambda_function SET details_at = $2, details_known_at = $2 WHERE id = ANY($1)'
const AGAIN = 'UPDATE lambda_function SET details_at = NULL WHERE account_region_id = $1'
const PROBE = 'UPDATE lambda_function SET details_at = NULL WHERE id = ANY($1)'
const COUNT = `
  SELECT count(details_at)::int AS done, count(*)::int AS total
  FROM lambda_function WHERE account_region_id = $1 AND gone_at IS NULL`

type Part = {
  operation: string
  isDue(fn: DetailedFunction): boolean
  mirror(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer>
}

/** Operations that were refused, with when they answered again: null while they do not. */
type Gaps = Readonly<Record<string, number | null>>

/*
 * Aliases come first for all functions, because pages name them. What shares Lambda's one bucket of control-plane calls
 * is paced so slowly that the order matters, and that only what can have changed is asked: neither an alias with weights
 * nor provisioned concurrency is possible without a published version.
 */
const rarely = (fn: DetailedFunction) => fn.rarely
const ALIASES: Part = {
  operation: 'ListAliases',
  isDue: (fn) => fn.rarely || (fn.hasVersions && fn.active),
  mirror: mirrorAliases,
}
const PARTS: readonly Part[] = [
  { operation: 'GetFunction', isDue: (fn) => fn.rarely || fn.active, mirror: mirrorConfiguration },
  {
    operation: 'ListProvisionedConcurrencyConfigs',
    isDue: (fn) => fn.rarely || fn.hasProvisioned,
    mirror: mirrorProvisionedConcurrency,
  },
  { operation: 'GetFunctionScalingConfig', isDue: (fn) => fn.rarely && fn.isManaged, mirror: mirrorScaling },
  { operation: 'GetPolicy', isDue: rarely, mirror: mirrorPolicies },
  { operation: 'ListFunctionEventInvokeConfigs', isDue: rarely, mirror: mirrorEventInvokeConfigs },
  { operation: 'ListFunctionUrlConfigs', isDue: rarely, mirror: mirrorUrls },
  { operation: 'GetFunctionRecursionConfig', isDue: (fn) => fn.recursionDue, mirror: mirrorRecursion },
  { operation: 'GetRuntimeManagementConfig', isDue: (fn) => fn.runtimeDue, mirror: mirrorRuntimeManagement },
]

/**
 * Mirrors what the listing of functions does not tell: versions, aliases, concurrency, scaling, policies, destinations, URLs,
 * mappings, loop detection and runtime updates. A pass goes over all functions by id, a batch a run (`afterId` in the
 * cursor). An operation that is refused is left out for the rest of the run, and nothing that it would have named is taken
 * away.
 */
export const syncFunctionDetails: SyncStep = {
  name: 'function-details',
  kind: 'inventory',
  deadlineMs: 10 * 60_000,
  async run(run) {
    const { pool, place, nowMs, state } = run
    const afterId = numberOf(state.cursor.afterId) ?? 0
    const refusals = new Map<unknown, AwsFailure>()
    const looked = afterId === 0 ? await mirrorRegion(run, refusals) : {}
    const before = new Date(nowMs - RARELY_MS)
    const functions = await selectRows<DetailedFunction>(pool, FUNCTIONS, [
      place.id,
      afterId,
      before,
      ...[FUNCTIONS_PER_RUN, new Date(nowMs - ACTIVE_MS)],
      ...[numberOf(state.cursor.passes) ?? 0, new Date(nowMs - SETTINGS_MS)],
    ])
    const gaps = readGaps(state.cursor.gaps)
    const read = async ({ operation, isDue, mirror }: Part) => {
      const wanted = functions
        .filter(isDue)
        .map((fn) => (isFirstSight(fn, gaps[operation]) ? { ...fn, knownAtMs: null } : fn))
      await readSeveral(wanted, (fn) => unlessRefused(refusals, mirror, () => mirror(runOf(run, fn), fn)))
    }
    await read(ALIASES)
    const unlisted = await findUnlistedVersions(run, functions)
    await read({ operation: 'ListVersionsByFunction', isDue: ({ id }) => unlisted.has(id), mirror: mirrorVersionsOf })
    for (const part of PARTS) await read(part)
    return finish(run, functions, { refusals: [...refusals.values()], looked })
  },
}

/** The run with the way in for calls that are of the function alone. */
function runOf(run: StepRun, { id }: DetailedFunction): StepRun {
  return { ...run, aws: ofFunction(run.aws, id) }
}

/** What is listed of the whole region at the begin of a pass. Returns what the cursor keeps of it: when it was read, and how. */
async function mirrorRegion(run: StepRun, refusals: Map<unknown, AwsFailure>): Promise<Record<string, number>> {
  const { aws, nowMs, state } = run
  const looked: Record<string, number> = {}
  if (isListingOfAllDue(state.cursor, nowMs)) {
    const before = aws.calls
    const store = await unlessRefused(refusals, mirrorVersions, () => mirrorVersions(run))
    await store?.()
    if (store !== null) Object.assign(looked, { versionsAtMs: nowMs, versionsCalls: aws.calls - before })
  }
  const mappings = await unlessRefused(refusals, mirrorMappings, () => mirrorMappings(run))
  await mappings?.()
  if (mappings !== null) looked.mappingsAtMs = nowMs
  const settings = await unlessRefused(refusals, mirrorAccountSettings, () => mirrorAccountSettings(run))
  await settings?.()
  return looked
}

async function finish(
  run: StepRun,
  functions: DetailedFunction[],
  { refusals, looked }: { refusals: AwsFailure[]; looked: Record<string, number> },
): Promise<StepOutcome> {
  const { lease, place, nowMs, state } = run
  const refused = await markDone(run, functions, refusals)
  const isLast = functions.length < FUNCTIONS_PER_RUN
  const passes = (numberOf(state.cursor.passes) ?? 0) + (isLast ? 1 : 0)
  // What changed since is noticed.
  const wholeSinceMs = numberOf(state.cursor.wholeSinceMs) ?? (isLast && passes === 1 ? nowMs : null)
  // Aliases and versions name dimension sets that can be told to be empty: after the first pass all are known.
  await wakeSteps(lease, place.id, ['metric-list'], { onlyNew: !isLast || passes > 1 })
  const [count] = await selectRows<{ done: number; total: number }>(lease, COUNT, [place.id])
  const [first] = refusals
  const detail = refusals.map(({ operation, message }) => `${operation}: ${message}`).join(' ')
  return {
    state: first === undefined ? 'ok' : stateOfFailure(first),
    detail: first === undefined ? null : detail,
    nextRunAtMs: isLast && passes > 1 ? nowMs + EVERY_MS : nowMs,
    rows: functions.length,
    cursor: {
      ...{ afterId: isLast ? 0 : (functions.at(-1)?.id ?? 0), passes, refused, gaps: nextGaps(run, refusals) },
      ...{ ...looked, ...(wholeSinceMs !== null && { wholeSinceMs }) },
    },
    done: count?.done ?? 0,
    total: count?.total ?? 0,
  }
}

/**
 * Marks whose details are read, as far as they can be. What is refused for good is asked in each pass by the first function
 * alone, and by all again as soon as it answers. Returns whether anything is refused.
 */
async function markDone(run: StepRun, functions: DetailedFunction[], refusals: AwsFailure[]): Promise<boolean> {
  const { lease, place, nowMs, state } = run
  const isFirst = (numberOf(state.cursor.afterId) ?? 0) === 0
  const wasRefused = state.cursor.refused === true
  if (refusals.length === 0 && isFirst && wasRefused) {
    await lease.query(AGAIN, [place.id])
    return false
  }
  if (!refusals.every(isForGood)) return wasRefused
  const probes = refusals.length > 0 && isFirst ? functions.slice(0, 1) : []
  const done = functions.filter((fn) => fn.rarely && !probes.includes(fn))
  await lease.query(PROBE, [probes.map(({ id }) => id)])
  await lease.query(DONE, [done.map(({ id }) => id), new Date(nowMs)])
  return refusals.length > 0 || (wasRefused && !isFirst)
}

function isForGood({ kind }: AwsFailure): boolean {
  return kind === 'denied' || kind === 'unavailable'
}

function readGaps(value: unknown): Gaps {
  return Object.fromEntries(
    Object.entries(recordOf(value) ?? {}).map(([operation, atMs]) => [operation, numberOf(atMs)]),
  )
}

/** What the function has of something that was refused when its other details were read last may be as old as they are. */
function isFirstSight({ knownAtMs }: DetailedFunction, answeredAtMs: number | null | undefined): boolean {
  if (answeredAtMs === undefined) return false
  return answeredAtMs === null || knownAtMs === null || knownAtMs < answeredAtMs
}

/** The first function of a pass, which is asked for everything, shows what answers again. */
function nextGaps({ state, nowMs }: StepRun, refusals: readonly AwsFailure[]): Gaps {
  const isFirst = (numberOf(state.cursor.afterId) ?? 0) === 0
  const refused = new Set(refusals.map(({ operation }) => operation))
  const before = Object.entries(readGaps(state.cursor.gaps)).map(([operation, answeredAtMs]) => {
    const answersNow = answeredAtMs === null && isFirst && !refused.has(operation)
    return [operation, answersNow ? nowMs : answeredAtMs]
  })
  const begun = refusals.filter(isForGood).map(({ operation }) => [operation, null])
  return Object.fromEntries([...before, ...begun])
}

/**
 * What stores the answer, or null when it was refused. A function that was deleted since it was listed is left out; the
 * next listing marks it gone.
 */
async function unlessRefused(
  refusals: Map<unknown, AwsFailure>,
  part: unknown,
  mirror: () => Promise<StoreAnswer>,
): Promise<StoreAnswer | null> {
  if (refusals.has(part)) return null
  try {
    return await mirror()
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
    if (error.kind !== 'gone') refusals.set(part, error)
    return null
  }
}

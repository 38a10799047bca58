import { selectRows } from '@/lib/server/db'
import { AwsFailure, stateOfFailure } from '@/lib/sync/aws/aws-failure'
import { numberOf } from '@/lib/sync/aws/parse-values'
import { MINUTE_MS } from '@/lib/sync/plan-windows'
import type { DetailedFunction, StoreAnswer } from '@/lib/sync/steps/detailed-function'
import {
  mirrorAliases,
  mirrorConfiguration,
  mirrorEventInvokeConfigs,
  mirrorPolicies,
  mirrorProvisionedConcurrency,
  mirrorUrls,
} from '@/lib/sync/steps/mirror-function'
import { mirrorAccountSettings, mirrorMappings, mirrorVersions } from '@/lib/sync/steps/mirror-region'
import { wakeSteps } from '@/lib/sync/store/seed-states'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 10 * MINUTE_MS
/** Policies and the like change rarely, and AWS gives the function another revision when they do. */
const RARELY_MS = 60 * MINUTE_MS
const FUNCTIONS_PER_RUN = 50
const IN_FLIGHT = 4
const FUNCTIONS = `
  SELECT id, arn, name, details_at IS NULL OR details_at <= $3 AS "rarely"
  FROM lambda_function WHERE account_region_id = $1 AND id > $2 AND gone_at IS NULL ORDER BY id LIMIT $4`
const DONE = 'UPDATE lambda_function SET details_at = $2 WHERE id = ANY($1)'
const COUNT = `
  SELECT count(details_at)::int AS done, count(*)::int AS total
  FROM lambda_function WHERE account_region_id = $1 AND gone_at IS NULL`

type Part = { rarely: boolean; mirror(run: StepRun, fn: DetailedFunction): Promise<StoreAnswer> }

/*
 * Aliases come first for all functions, because pages name them. What shares Lambda's one bucket of control-plane calls
 * is paced so slowly that the order matters.
 */
const PARTS: readonly Part[] = [
  { rarely: false, mirror: mirrorAliases },
  { rarely: false, mirror: mirrorConfiguration },
  { rarely: false, mirror: mirrorProvisionedConcurrency },
  { rarely: true, mirror: mirrorPolicies },
  { rarely: true, mirror: mirrorEventInvokeConfigs },
  { rarely: true, mirror: mirrorUrls },
]

/**
 * Mirrors what the listing of functions does not tell: versions, aliases, concurrency, policies, destinations, URLs and
 * mappings. A pass goes over all functions by id, a batch a run (`afterId` in the cursor). An operation that is refused
 * is left out for the rest of the run, and nothing that it would have named is taken away.
 */
export const syncFunctionDetails: SyncStep = {
  name: 'function-details',
  kind: 'inventory',
  deadlineMs: 10 * 60_000,
  async run(run) {
    const { pool, place, nowMs, state } = run
    const afterId = numberOf(state.cursor.afterId) ?? 0
    const refusals = new Map<unknown, AwsFailure>()
    if (afterId === 0) {
      for (const mirror of [mirrorVersions, mirrorMappings, mirrorAccountSettings]) {
        const store = await unlessRefused(refusals, mirror, () => mirror(run))
        await store?.()
      }
    }
    const before = new Date(nowMs - RARELY_MS)
    const functions = await selectRows<DetailedFunction>(pool, FUNCTIONS, [
      place.id,
      afterId,
      before,
      FUNCTIONS_PER_RUN,
    ])
    for (const { rarely, mirror } of PARTS) {
      const wanted = rarely ? functions.filter((fn) => fn.rarely) : functions
      await readSeveral(wanted, (fn) => unlessRefused(refusals, mirror, () => mirror(run, fn)))
    }
    return finish(run, functions, [...refusals.values()])
  },
}

async function finish(run: StepRun, functions: DetailedFunction[], refusals: AwsFailure[]): Promise<StepOutcome> {
  const { lease, place, nowMs, state } = run
  if (refusals.length === 0) {
    await lease.query(DONE, [functions.filter(({ rarely }) => rarely).map(({ id }) => id), new Date(nowMs)])
  }
  const isLast = functions.length < FUNCTIONS_PER_RUN
  const passes = (numberOf(state.cursor.passes) ?? 0) + (isLast ? 1 : 0)
  // Aliases and versions name dimension sets that can be told to be empty: after the first pass all are known.
  await wakeSteps(lease, place.id, ['metric-list'], { onlyNew: !isLast || passes > 1 })
  const [count] = await selectRows<{ done: number; total: number }>(lease, COUNT, [place.id])
  const [first] = refusals
  const detail = refusals.map(({ operation, message }) => `${operation}: ${message}`).join(' ')
  return {
    state: first === undefined ? 'ok' : stateOfFailure(first),
    detail: first === undefined ? null : detail,
    nextRunAtMs: isLast ? nowMs + EVERY_MS : nowMs,
    rows: functions.length,
    cursor: { afterId: isLast ? 0 : (functions.at(-1)?.id ?? 0), passes },
    done: count?.done ?? 0,
    total: count?.total ?? 0,
  }
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

/**
 * Asks a few at a time, because answers take longer than the pace allows calls, and stores them one after another. The
 * first failure stops all, and is thrown only when all have stopped: the lease that they write on is given back then.
 */
async function readSeveral<Item>(
  items: readonly Item[],
  read: (item: Item) => Promise<StoreAnswer | null>,
): Promise<void> {
  const queue = [...items]
  let storing: Promise<void> = Promise.resolve()
  let failed = false
  const next = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && !failed; item = queue.shift()) {
      try {
        const store = await read(item)
        if (store !== null && !failed) storing = storing.then(store)
        await storing
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, next))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

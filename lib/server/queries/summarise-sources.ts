import type { SyncSource } from '@/lib/contracts/sync'
import { coveredShare } from '@/lib/domain/covered-window'
import type { BackfillPace } from '@/lib/server/queries/list-backfill-paces'
import type { StepState } from '@/lib/server/queries/list-step-states'

// The state of a source is that of its worst step.
const BY_SEVERITY = [
  'denied',
  'unreachable',
  'failed',
  'budget',
  'throttled',
  'unavailable',
  'running',
  'waiting',
  'gone',
  'ok',
]
type Compared = Pick<SyncSource, 'accountId' | 'region' | 'kind'>

/** Less is rounding. */
const LEAST_LACKING_MS = 60_000
const KINDS = ['inventory', 'metrics', 'logs', 'traces']

/**
 * The four sources of each account-region from the states of their steps. lagMs: how far the data is behind now;
 * coveredFromMs: since when everything is stored; done and total: log groups or parts that reach back to the target;
 * backfillShare: 0 to 1 of the time from the target to now, over all steps.
 */
export function summariseSources(
  states: readonly StepState[],
  nowMs: number,
  paces: readonly BackfillPace[] = [],
): SyncSource[] {
  const groups = new Map<string, StepState[]>()
  for (const state of states) {
    const key = `${state.placeId} ${state.kind}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [state])
    else group.push(state)
  }
  return [...groups.values()]
    .map((group) => summariseSource(group, nowMs, paces))
    .filter((source) => source !== null)
    .sort(compareSources)
}

function summariseSource(
  group: readonly StepState[],
  nowMs: number,
  paces: readonly BackfillPace[],
): SyncSource | null {
  const [first] = group
  if (first === undefined) return null
  const { kind, accountId, region } = first
  const worst = [...group].sort((left, right) => severity(left.state) - severity(right.state))[0] ?? first
  const same = group.filter((step) => step.state === worst.state)
  const timed = group.filter((step) => step.targetFromMs !== null)
  return {
    kind,
    account: first.account,
    accountId,
    region,
    state: worst.state,
    detail: describeSame(worst.detail, same.length),
    lagMs: lagOf(group, nowMs),
    lastOkAtMs: newest(group.map((step) => step.lastOkAtMs)),
    coveredFromMs: coveredFrom(timed),
    targetFromMs: least(timed.map((step) => step.targetFromMs)),
    ...progressOf(timed, worst, nowMs),
    backfill: timed.length === 0 ? null : { paused: first.backfillPaused, leftMs: leftOf(timed, nowMs, paces) },
  }
}

/** What a step says, for so many of a source that are in its state. */
export function describeSame(detail: string | null, steps: number): string | null {
  return steps > 1 && detail !== null ? `${detail} (${steps} steps)` : detail
}

/** The place of a state among those of a source: the lowest is what the source is said to be in. */
export function severity(state: string): number {
  const rank = BY_SEVERITY.indexOf(state)
  return rank < 0 ? BY_SEVERITY.length : rank
}

/**
 * Behind now by the end of what is covered, as the step that is furthest behind says. Steps that only look for what there
 * is to read (listings) count where nothing is read by time; what does not exist, or is not used, cannot be behind.
 */
function lagOf(group: readonly StepState[], nowMs: number): number | null {
  const timed = group.filter((step) => step.targetFromMs !== null)
  const reading = timed.filter((step) => !(step.state === 'ok' && (step.detail !== null || step.isUnused)))
  const ends = (reading.length > 0 ? reading : timed).map((step) => step.covered.at(-1)?.toMs ?? null)
  const listed = group.map((step) => step.lastOkAtMs).filter((at) => at !== null)
  const known = timed.length > 0 ? ends.filter((end) => end !== null) : listed.length > 0 ? [Math.max(...listed)] : []
  return known.length === 0 ? null : Math.max(0, nowMs - Math.min(...known))
}

/** Everything since the latest of the steps' last gaps; null as soon as one has nothing. */
function coveredFrom(timed: readonly StepState[]): number | null {
  const starts = timed.map((step) => step.covered.at(-1)?.fromMs)
  if (starts.length === 0 || starts.includes(undefined)) return null
  return Math.max(...starts.filter((start) => start !== undefined))
}

function progressOf(
  timed: readonly StepState[],
  worst: StepState,
  nowMs: number,
): Pick<SyncSource, 'done' | 'total' | 'backfillShare'> {
  if (timed.length === 0) return { done: worst.done, total: worst.total, backfillShare: null }
  const shares = timed.map((step) => {
    const end = step.covered.at(-1)?.toMs ?? nowMs
    return coveredShare(step.covered, { fromMs: step.targetFromMs ?? end, toMs: end })
  })
  return {
    done: timed.filter((step, index) => step.covered.length > 0 && (shares[index] ?? 0) >= 0.999).length,
    total: timed.length,
    backfillShare:
      shares.reduce((sum, share, index) => sum + (timed[index]?.covered.length ? share : 0), 0) / shares.length,
  }
}

/** What is lacking, over the pace at which it was read of late; null while nothing is read, or when nothing is lacking. */
function leftOf(timed: readonly StepState[], nowMs: number, paces: readonly BackfillPace[]): number | null {
  const [first] = timed
  const pace = paces.find(({ placeId, kind }) => placeId === first?.placeId && kind === first.kind)
  if (pace === undefined || pace.perMs <= 0 || first?.backfillPaused) return null
  const lackingMs = timed.reduce((sum, { covered, targetFromMs }) => {
    const toMs = covered.at(-1)?.toMs ?? nowMs
    const fromMs = Math.min(targetFromMs ?? toMs, toMs)
    return sum + (toMs - fromMs) * (1 - coveredShare(covered, { fromMs, toMs }))
  }, 0)
  return lackingMs < LEAST_LACKING_MS ? null : lackingMs / pace.perMs
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.min(...known)
}

function newest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.max(...known)
}

/** By account, region and kind. */
export function compareSources(left: Compared, right: Compared): number {
  const key = (source: Compared) => `${source.accountId} ${source.region} ${KINDS.indexOf(source.kind)}`
  return key(left) < key(right) ? -1 : 1
}

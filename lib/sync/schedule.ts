import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '@/lib/server/log'
import { type Claim, listDue } from '@/lib/sync/claim-due'
import { runStep } from '@/lib/sync/run-step'
import type { SyncWorker } from '@/lib/sync/sync-worker'

const CONCURRENCY = 8
/** Steps that read old history at the same time: what is new finds room at once, however much of that there is. */
const BACKFILLS = 4
/** Steps of account-regions that could not be reached: each may last until its timeouts, and no other waits for it. */
const AWAY = 2
const IDLE_MS = 500
/** More than can run at once, because other workers may have the first ones. */
const DUE_PER_PLACE = 4 * CONCURRENCY
/** A step that another worker has, or whose run failed, is not tried again at once. */
const REST_MS = 1_000

export type ScheduleOptions = {
  /** Stops claiming; what runs may end. */
  signal: AbortSignal
  /** Cuts short what still runs. */
  kill: AbortSignal
  /** Ends when nothing is due and nothing runs; for a clock that stands still. */
  untilIdle?: boolean
}

/**
 * Runs what is due, at most eight steps at a time, those of the account-region with the fewest running first. Returns when
 * the signal is aborted and the running steps have ended.
 */
export async function runSchedule(worker: SyncWorker, options: ScheduleOptions): Promise<void> {
  const { signal, kill, untilIdle = false } = options
  const running = new Map<string, Running & { done: Promise<void> }>()
  const resting = new Map<string, number>()
  const events = new EventEmitter()
  const start = (claim: Claim) => {
    const key = keyOf(claim)
    const done = runClaim(worker, claim, kill).then((ran) => {
      running.delete(key)
      if (!ran) resting.set(key, performance.now() + REST_MS)
      events.emit('free')
    })
    running.set(key, { ...runningOf(claim), done })
  }
  while (!signal.aborted) {
    const due = await findDue(worker)
    if (due === null) continue
    const rested = due.filter((claim) => (resting.get(keyOf(claim)) ?? 0) <= performance.now())
    for (const claim of pickClaims(rested, running)) start(claim)
    if (untilIdle && running.size === 0 && due.length === 0) return
    for (const [key, untilMs] of resting) if (untilMs <= performance.now()) resting.delete(key)
    await waitForNext(events, running.size >= CONCURRENCY ? null : IDLE_MS, signal)
  }
  await Promise.all([...running.values()].map(({ done }) => done))
}

function keyOf({ accountRegionId, step, subject }: Claim): string {
  return `${accountRegionId}/${step}/${subject}`
}

/**
 * The claims to start now, each for the account-region that has the fewest running, in the order that they are due. What
 * reads old history gets what room the others leave, and never more than half of it.
 */
export function pickClaims(
  allDue: readonly Claim[],
  running: ReadonlyMap<string, Running>,
  concurrency = CONCURRENCY,
): Claim[] {
  const due = withoutMostAway(allDue, running)
  const live = pickFairly(
    due.filter(({ backfill }) => !backfill),
    running,
    concurrency - running.size,
  )
  const begun = new Map([...running, ...live.map((claim) => [keyOf(claim), runningOf(claim)] as const)])
  const backfills = [...running.values()].filter(({ backfill }) => backfill).length
  const room = Math.min(concurrency - begun.size, BACKFILLS - backfills)
  const old = pickFairly(
    due.filter(({ backfill }) => backfill),
    begun,
    room,
  )
  return [...live, ...old]
}

type Running = { place: number; backfill: boolean; isAway: boolean }

function runningOf({ accountRegionId, backfill, isAway }: Claim): Running {
  return { place: accountRegionId, backfill, isAway }
}

/** Of those that may wait for their timeouts, as many as there is room for. */
function withoutMostAway(due: readonly Claim[], running: ReadonlyMap<string, Running>): Claim[] {
  let room = AWAY - [...running.values()].filter(({ isAway }) => isAway).length
  return due.filter((claim) => {
    if (!claim.isAway) return true
    if (room <= 0 || running.has(keyOf(claim))) return false
    room -= 1
    return true
  })
}

function pickFairly(due: readonly Claim[], running: ReadonlyMap<string, Running>, room: number): Claim[] {
  const waiting = due.filter((claim) => !running.has(keyOf(claim)))
  const load = new Map<number, number>()
  for (const { place } of running.values()) load.set(place, (load.get(place) ?? 0) + 1)
  const picked: Claim[] = []
  while (picked.length < room && waiting.length > 0) {
    const loads = waiting.map((claim) => load.get(claim.accountRegionId) ?? 0)
    const [claim] = waiting.splice(loads.indexOf(Math.min(...loads)), 1)
    if (claim === undefined) break
    load.set(claim.accountRegionId, (load.get(claim.accountRegionId) ?? 0) + 1)
    picked.push(claim)
  }
  return picked
}

/** Null when the database does not answer now. What no step or account-region of this worker is meant for is left out. */
async function findDue(worker: SyncWorker): Promise<Claim[] | null> {
  try {
    const due = await listDue(worker.db.pool, worker.clock(), DUE_PER_PLACE)
    return due.filter((claim) => worker.steps.has(claim.step) && worker.places.has(claim.accountRegionId))
  } catch (error) {
    log.warn({ err: error }, 'the schedule cannot be read; trying again')
    await sleep(REST_MS)
    return null
  }
}

/** True when the step ran; a failure of the database is logged, and the step is due as before. */
async function runClaim(worker: SyncWorker, claim: Claim, signal: AbortSignal): Promise<boolean> {
  const step = worker.steps.get(claim.step)
  const place = worker.places.get(claim.accountRegionId)
  if (step === undefined || place === undefined) return false
  try {
    return await runStep({
      pool: worker.db.pool,
      place,
      step,
      subject: claim.subject,
      settings: worker.settings,
      clock: worker.clock,
      backfill: claim.backfill,
      openAws: (nowMs, stepSignal) => worker.openAws(place, { nowMs, signal: stepSignal, backfill: claim.backfill }),
      signal,
    })
  } catch (error) {
    log.warn({ err: error, step: claim.step, place: place.id, subject: claim.subject }, 'a run was lost; trying again')
    return false
  }
}

async function waitForNext(events: EventEmitter, mostMs: number | null, signal: AbortSignal): Promise<void> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const waits: Promise<unknown>[] = [once(events, 'free', { signal: either })]
  if (mostMs !== null) waits.push(sleep(mostMs, undefined, { signal: either }))
  await Promise.race(waits.map(endQuietly))
  stop.abort()
}

function endQuietly(wait: Promise<unknown>): Promise<unknown> {
  return wait.catch((error: unknown) => {
    // Aborted waits have served their purpose.
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
  })
}

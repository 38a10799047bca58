import { selectRows } from '@/lib/server/db'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { ofFunction } from '@/lib/sync/aws/of-function'
import { numberOf } from '@/lib/sync/aws/parse-values'
import { LATE_LINES, LATER_LINES, lateAfter, lateUnlessQuiet, overlapOf } from '@/lib/sync/plan-overlap'
import { beginRepair, repairOf } from '@/lib/sync/plan-repair'
import { isQuiet, planRest } from '@/lib/sync/plan-rest'
import { advanceLive, HOUR_MS, MINUTE_MS, planBackfill, planLive, RECENT_MS } from '@/lib/sync/plan-windows'
import { REACH_MS, targetFrom } from '@/lib/sync/retention'
import { isRefusedForClass, queryLogGroup } from '@/lib/sync/steps/query-log-group'
import { readLateLines } from '@/lib/sync/steps/read-late-lines'
import { type LogWindow, readLogWindow } from '@/lib/sync/steps/read-log-window'
import { adoptStreams } from '@/lib/sync/store/adopt-streams'
import { coverState } from '@/lib/sync/store/cover-state'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readGroupOwners } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { settleDue } from '@/lib/sync/store/settle-due'
import { isUnusedGroup } from '@/lib/sync/store/unused-groups'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'
import { addRange, type TimeRange } from '@/lib/sync/time-ranges'

const LIVE_EVERY_MS = 30_000
const ABSENT_EVERY_MS = 10 * MINUTE_MS
const FIRST_MS = 15 * MINUTE_MS
const LONGEST_LIVE_MS = HOUR_MS
const PAGES_PER_RUN = 12
const SMALLEST_SLICE_MS = 5 * MINUTE_MS
const LARGEST_SLICE_MS = 24 * HOUR_MS

const HAD_LINES = `
  SELECT EXISTS (
    SELECT 1 FROM log_group g JOIN log_stream s ON s.log_group_id = g.id WHERE g.account_region_id = $1 AND g.name = $2
  ) AS "hadLines"`
const FORGET_GROUP = `
  DELETE FROM log_group g WHERE account_region_id = $1 AND name = $2
    AND NOT EXISTS (SELECT 1 FROM log_stream s WHERE s.log_group_id = g.id)`

type Group = { id: number; logGroupClass: string | null }
type Progress = { pages: number; rows: number; lowestMs: number }

/**
 * Reads one log group (the subject): the newest lines first, then backwards to the target. Time counts as covered in the
 * transaction that stores its last page; a run that dies before repeats what is not, and its lines are there once.
 */
export const syncLogs: SyncStep = {
  name: 'logs',
  kind: 'logs',
  deadlineMs: 5 * 60_000,
  async run(run) {
    const known = await findGroup(run)
    const logGroupClass = known?.logGroupClass ?? null
    if (logGroupClass === 'DELIVERY') return unreadableClass(run, logGroupClass)
    try {
      if (logGroupClass === 'INFREQUENT_ACCESS') return await queryGroup(run, known)
      return await readGroup(run, known)
    } catch (error) {
      if (isRefusedForClass(error, logGroupClass)) return queryGroup(run, known)
      if (error instanceof AwsFailure && error.kind === 'gone') return absentGroup(run)
      throw error
    }
  },
}

async function queryGroup(run: StepRun, known: Group | null): Promise<StepOutcome> {
  const context = await openGroup(run, known)
  return queryLogGroup(runOf(run, context), context)
}

async function readGroup(run: StepRun, known: Group | null): Promise<StepOutcome> {
  const context = await openGroup(run, known)
  return readLines(runOf(run, context), context)
}

/** The run with the way in for calls that are of the function alone that writes to the group, where it is one. */
function runOf(run: StepRun, { owners }: LogPageContext): StepRun {
  return { ...run, aws: ofFunction(run.aws, owners.soleFunctionId) }
}

async function readLines(run: StepRun, context: LogPageContext): Promise<StepOutcome> {
  const { nowMs, state } = run
  const liveAtMs = numberOf(state.cursor.liveAtMs)
  const targetFromMs = Math.max(state.targetFromMs ?? nowMs, targetFrom(nowMs, REACH_MS.logs, REACH_MS.logs))
  const progress: Progress = { pages: 0, rows: 0, lowestMs: nowMs }
  const isLive = liveAtMs === null || nowMs - liveAtMs >= LIVE_EVERY_MS || liveAtMs > nowMs
  const live = isLive ? await readLive(run, context, { liveAtMs, targetFromMs }, progress) : null
  let covered = live === null ? [...state.covered] : addRange(state.covered, live.read)
  let sliceMs = numberOf(state.cursor.sliceMs) ?? 3 * HOUR_MS
  // The first run of every group takes only its newest lines, so that all groups have those before any has more.
  const mostPages = liveAtMs === null ? 0 : PAGES_PER_RUN
  // What came since the last live read is left to the next one.
  const endMs = isLive ? nowMs : liveAtMs
  let hole = planBackfill({ covered, targetFromMs, nowMs: endMs, sliceMs })
  // Nor does a group go further back than the recent hours in the run that reads those: the others have their turn.
  const oldestMs = hole !== null && hole.toMs > endMs - RECENT_MS ? endMs - RECENT_MS : 0
  while (hole !== null && hole.toMs > oldestMs && progress.pages < mostPages) {
    const cursorAt = () => ({})
    const part = await readPart(run, context, { window: hole, forget: null, cursorAt, mayStop: true }, progress)
    covered = addRange(covered, part)
    sliceMs = nextSlice(sliceMs, part.toMs < hole.toMs ? Number.POSITIVE_INFINITY : part.pages)
    hole = planBackfill({ covered, targetFromMs, nowMs: endMs, sliceMs })
    if (run.isTimeUp()) break
  }
  const rest = await restOf(run, { ...state.cursor, ...live?.cursor })
  return {
    state: 'ok',
    detail: null,
    nextRunAtMs: hole === null ? nowMs + rest.restMs : nowMs,
    rows: progress.rows,
    cursor: { ...live?.cursor, sliceMs, isUnused: rest.isUnused },
    window: { fromMs: progress.lowestMs, toMs: nowMs },
  }
}

/** Reads the newest lines, then a slice of each stretch in which lines may have come late. */
async function readLive(
  run: StepRun,
  context: LogPageContext,
  { liveAtMs, targetFromMs }: { liveAtMs: number | null; targetFromMs: number },
  progress: Progress,
): Promise<{ read: TimeRange; cursor: Record<string, unknown> }> {
  const { nowMs, state } = run
  const known = repairOf(state.cursor.late)
  const bounds = { overlapMs: overlapOf(known), firstMs: FIRST_MS, longestMs: LONGEST_LIVE_MS }
  const { window, forget } = planLive({ liveAtMs, nowMs, targetFromMs, ...bounds })
  // Also of a run that is cut short: the next one must not look back as far again before it goes on.
  const cursorAt = (atMs: number, pages: number) => {
    return { liveAtMs: advanceLive(liveAtMs, atMs, nowMs), late: lateAfter(known, pages, nowMs) }
  }
  const read = await readPart(run, context, { window, forget, cursorAt, mayStop: false }, progress)
  const isEmpty = progress.rows === 0
  const quietRuns = isEmpty ? (numberOf(state.cursor.quietRuns) ?? 0) + 1 : 0
  const linesAtMs = isEmpty ? numberOf(state.cursor.linesAtMs) : nowMs
  let late = lateAfter(known, read.pages, nowMs)
  if (late !== null) {
    const lately = await readLateLines(run, context, { key: 'late', repair: late, rules: LATE_LINES })
    late = lateUnlessQuiet(lately.repair, nowMs)
    progress.rows += lately.rows
  }
  const repair = repairOf(state.cursor.repair) ?? beginRepair(nowMs, LATER_LINES)
  const later = await readLateLines(run, context, { key: 'repair', repair, rules: LATER_LINES })
  progress.rows += later.rows
  return { read, cursor: { quietRuns, linesAtMs, late, repair: later.repair } }
}

async function restOf(
  run: StepRun,
  cursor: Readonly<Record<string, unknown>>,
): Promise<{ restMs: number; isUnused: boolean }> {
  const quietReads = numberOf(cursor.quietRuns) ?? 0
  const linesAtMs = numberOf(cursor.linesAtMs)
  const isUnused = isQuiet(quietReads, linesAtMs, run.nowMs) && (await isUnusedGroup(run))
  return { restMs: planRest({ quietReads, linesAtMs, isUnused }, run.nowMs), isUnused }
}

/** Few pages: the group is quiet and more time fits into one read; many: less. */
function nextSlice(sliceMs: number, pages: number): number {
  if (pages <= 3) return Math.min(LARGEST_SLICE_MS, sliceMs * 2)
  return pages > PAGES_PER_RUN ? Math.max(SMALLEST_SLICE_MS, sliceMs / 2) : sliceMs
}

/** Reads a window, or what there is time for, and answers the part of it that is covered now. */
async function readPart(
  run: StepRun,
  context: LogPageContext,
  wanted: LogWindow,
  progress: Progress,
): Promise<TimeRange & { pages: number }> {
  const { fromMs } = wanted.window
  const { pages, rows, reachedMs } = await readLogWindow(run, context, wanted)
  progress.pages += pages
  progress.rows += rows
  progress.lowestMs = Math.min(progress.lowestMs, fromMs)
  return { fromMs, toMs: reachedMs, pages }
}

async function findGroup({ pool, place, subject }: StepRun): Promise<Group | null> {
  const sql = `SELECT id, log_group_class AS "logGroupClass" FROM log_group WHERE account_region_id = $1 AND name = $2`
  return (await selectRows<Group>(pool, sql, [place.id, subject]))[0] ?? null
}

async function openGroup(run: StepRun, known: Group | null): Promise<LogPageContext> {
  const { lease, place, subject, nowMs } = run
  const owners = await readGroupOwners(lease, place.id, subject)
  const id = known?.id ?? (await addGroup(run))
  const group = { id, accountRegionId: place.id, name: subject }
  const context = { group, owners, groupKey: `${place.accountId}/${place.region}/${subject}` }
  await inTransaction(lease, () => adoptStreams(lease, context, nowMs))
  // Also what a run that died had marked.
  await settleDue(lease, context, { beforeMs: null, memory: null })
  return context
}

/** The listing of groups may come later, or be refused; its own facts follow then. */
async function addGroup({ lease, place, subject, nowMs }: StepRun): Promise<number> {
  const rows = await selectRows<{ id: number }>(
    lease,
    `INSERT INTO log_group AS g (account_region_id, name, seen_at) VALUES ($1, $2, $3)
     ON CONFLICT (account_region_id, name) DO UPDATE SET name = g.name RETURNING id`,
    [place.id, subject, new Date(nowMs)],
  )
  return rows[0]?.id ?? 0
}

/**
 * A group is made with its first line: without one there is nothing to read, and that is known. Of one that had lines and
 * was deleted, maybe while it was read, nothing is known that is not stored: no window is covered.
 */
async function absentGroup(run: StepRun): Promise<StepOutcome> {
  const { nowMs, state } = run
  const [read] = await selectRows<{ hadLines: boolean }>(run.lease, HAD_LINES, [run.place.id, run.subject])
  if (read?.hadLines === true) {
    const detail = 'The log group was deleted. What was read of it before stays until its retention.'
    return { state: 'ok', detail, nextRunAtMs: nowMs + ABSENT_EVERY_MS, rows: 0 }
  }
  const keptFromMs = targetFrom(nowMs, REACH_MS.logs, REACH_MS.logs)
  const window = { fromMs: Math.max(state.targetFromMs ?? nowMs, keptFromMs), toMs: nowMs }
  await run.lease.query(FORGET_GROUP, [run.place.id, run.subject])
  await coverState(run, { window, forget: null, cursor: { liveAtMs: nowMs } })
  const detail = 'The log group does not exist: nothing has been logged to it yet, or the function may not write logs.'
  const cursor = { isUnused: true }
  return { state: 'ok', detail, nextRunAtMs: nowMs + ABSENT_EVERY_MS, rows: 0, cursor, window }
}

function unreadableClass({ nowMs }: StepRun, logGroupClass: string): StepOutcome {
  const detail = `The log group is of class ${logGroupClass}, whose lines cannot be read. Use the class STANDARD for a new group.`
  return { state: 'unavailable', detail, nextRunAtMs: nowMs + ABSENT_EVERY_MS, rows: 0 }
}

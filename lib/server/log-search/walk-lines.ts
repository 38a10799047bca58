import { lineKey } from '@/lib/server/blocks/read-packed-lines'
import type { Db } from '@/lib/server/db'
import { beforeMoment, compareNewest, type FoundLine, type LinePosition } from '@/lib/server/log-search/found-line'
import type { LineMatcher } from '@/lib/server/log-search/line-matcher'
import type { LogScope } from '@/lib/server/log-search/log-scope'
import { type FoundBlock, findBlocks, readBlocks } from '@/lib/server/log-search/read-blocks'
import { readRows } from '@/lib/server/log-search/read-rows'

type Walk = {
  db: Db
  scope: LogScope
  matcher: LineMatcher
  fromMs: number
  /** How many lines are wanted. */
  need: number
  /** When to answer with what is found, by performance.now(). */
  deadlineMs: number
}

/** reached: everything from there on was looked at; null when nothing older is left to look at. */
type Found = { lines: FoundLine[]; reached: LinePosition | null }

const HOUR_MS = 3_600_000
/* A search for everything finds its page in seconds of time; one for words looks at five minutes first. */
const FIRST_MS = { all: 5_000, some: 300_000 } as const
const GROWTH = { all: 8, some: 1_000 } as const
const SHORTEST_MS = 1_000
/** What asking takes, however little is looked at: Postgres starts a process that helps to look. */
const ASKING_MS = 8
const BLOCKS_AT_ONCE = 6

/**
 * Walks back in time from a place, in stretches that grow as long as they hold little, until enough lines are found, the
 * time is up or the window is searched. Rows are read before blocks, so that a line that is packed meanwhile is met once.
 */
export async function walkLines(walk: Walk, start: LinePosition): Promise<Found> {
  const { scope, fromMs, need, deadlineMs } = walk
  const isAll = scope.query.kind === 'and' && scope.query.parts.length === 0
  let spanMs: number = FIRST_MS[isAll ? 'all' : 'some']
  let before = start
  const lines: FoundLine[] = []
  while (isAfter(before, fromMs)) {
    const startedAt = performance.now()
    const lowerMs = Math.max(fromMs, beginningOf(before.atMs - spanMs, spanMs))
    const stretch = await readStretch({ ...walk, need: need - lines.length }, lowerMs, before)
    lines.push(...stretch.lines)
    if (lines.length >= need) return { lines: lines.slice(0, need), reached: stretch.reached }
    const tookMs = performance.now() - startedAt
    const leftMs = deadlineMs - performance.now()
    // As far as the next page seems to reach, and as there is time for; what was found nowhere is looked for everywhere.
    const wanted = stretch.lines.length === 0 ? GROWTH.some : (2 * need) / stretch.lines.length
    const growth = Math.min(isAll ? GROWTH.all : wanted, Math.max(0.25, leftMs / Math.max(1, tookMs - ASKING_MS)))
    spanMs = Math.max(SHORTEST_MS, Math.round((before.atMs - stretch.reached.atMs) * growth))
    before = stretch.reached
    if (performance.now() > deadlineMs && isAfter(before, fromMs)) return { lines, reached: before }
  }
  return { lines, reached: null }
}

/** Whether the window may hold lines that are older than a place. */
function isAfter({ atMs, streamId }: LinePosition, fromMs: number): boolean {
  return atMs > fromMs || (atMs === fromMs && streamId > 0)
}

/** Long stretches begin with an hour, as blocks do: none is opened twice. */
function beginningOf(atMs: number, spanMs: number): number {
  return spanMs < HOUR_MS ? atMs : Math.floor(atMs / HOUR_MS) * HOUR_MS
}

async function readStretch(
  walk: Walk,
  lowerMs: number,
  before: LinePosition,
): Promise<Found & { reached: LinePosition }> {
  const { db, scope, matcher, need } = walk
  const toMs = before.streamId === 0 ? before.atMs : before.atMs + 1
  const [rows, blocks] = await Promise.all([
    readRows(db, scope, { fromMs: lowerMs, before, need }),
    findBlocks(db, scope, { fromMs: lowerMs, toMs }),
  ])
  const last = rows.lines.at(-1)
  const end = rows.isCut && last !== undefined ? last : beforeMoment(lowerMs)
  const found = await matcher.filter(rows.lines)
  const { lines, reached } = await addPacked(walk, { blocks, before, end, found })
  const isWithin = (line: FoundLine) => compareNewest(line, reached) <= 0
  const byKey = new Map(lines.filter(isWithin).map((line) => [lineKey(line), line]))
  return { lines: [...byKey.values()].sort(compareNewest), reached }
}

/** Opens blocks, the newest first, until the lines that are wanted cannot be in an older one. */
async function addPacked(
  walk: Walk,
  stretch: { blocks: readonly FoundBlock[]; before: LinePosition; end: LinePosition; found: readonly FoundLine[] },
): Promise<{ lines: FoundLine[]; reached: LinePosition }> {
  const { db, scope, matcher, need, deadlineMs } = walk
  const { before, end } = stretch
  const waiting = stretch.blocks.filter(({ toMs }) => toMs >= end.atMs)
  const lines = [...stretch.found]
  for (let at = 0; at < waiting.length; at += BLOCKS_AT_ONCE) {
    const next = waiting.slice(at, at + BLOCKS_AT_ONCE)
    const reached = beforeMoment((next[0]?.toMs ?? 0) + 1)
    const isEnough = (lines.sort(compareNewest)[need - 1]?.atMs ?? Number.NEGATIVE_INFINITY) >= reached.atMs
    // Whoever is late has to come further than where it began, or it would begin there for ever.
    const isLate = performance.now() > deadlineMs && compareNewest(before, reached) < 0
    if (isEnough || isLate) return { lines, reached }
    const within = (await readBlocks(db, next, scope.query)).filter(
      (line) => compareNewest(before, line) < 0 && compareNewest(line, end) <= 0,
    )
    lines.push(...(await matcher.filter(within)))
  }
  return { lines, reached: end }
}

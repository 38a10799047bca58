import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import { foldStream } from '@/lib/domain/logs/fold-stream'
import type { FoldedInvocation, StreamLine } from '@/lib/domain/logs/folded-invocation'

/**
 * The end of a stream's lines in memory, from which new lines after it can be folded without reading the stream again.
 * lines: those that matter to folding, from the START of `guardId` on. The guard is settled and only gives context: what
 * stands before the attempts that may still change. guardId null: the lines begin with the stream itself.
 * head: how the stream began, when lines do not. seen: each attempt after the guard as it was folded last.
 * nextAtMs: where stored lines follow these; new lines from there on cannot be folded from here.
 */
export type StreamTail = {
  head: readonly StreamLine[]
  lines: readonly StreamLine[]
  guardId: string | null
  seen: ReadonlyMap<string, { text: string; requestId: string; closed: boolean }>
  nextAtMs: number | null
}

/**
 * added: attempts that began with the new lines; changed: earlier ones. tail null: too long to be kept. nextAtMs: where
 * stored lines follow, whether the tail is kept or not.
 */
export type ForwardFold = {
  added: FoldedInvocation[]
  changed: FoldedInvocation[]
  tail: StreamTail | null
  nextAtMs: number | null
}

type Begun = { invocation: FoldedInvocation; at: number }

/** How many lines of a stream's beginning are read with every stretch of it. */
export const HEAD_LINES = 20
const MOST_LINES = 4_000

/** The tail of a stream of which nothing is stored. */
export function emptyTail(nextAtMs: number | null): StreamTail {
  return { head: [], lines: [], guardId: null, seen: new Map(), nextAtMs }
}

/**
 * The tail behind the last stored lines of a stream. isWhole: they are all that it has. openFromMs: when the earliest
 * stored attempt without a REPORT began. Null when the lines do not reach back far enough to tell what may change.
 */
export function tailFromStored(
  stored: { head: readonly StreamLine[]; lines: readonly StreamLine[]; isWhole: boolean; nextAtMs: number | null },
  openFromMs: number | null,
  marginMs: number,
): StreamTail | null {
  const { lines, isWhole, nextAtMs } = stored
  const first = lines[0]
  if (first === undefined) return isWhole ? emptyTail(nextAtMs) : null
  const head = isWhole ? [] : stored.head.filter((line) => compareStreamLines(line, first) < 0)
  if (!isWhole && openFromMs !== null && openFromMs <= first.atMs) return null
  const begun = listBegun(head, lines)
  const tail = trim({ head, lines, guardId: null, seen: new Map(), nextAtMs }, begun, marginMs)
  return isWhole || tail.guardId !== null ? tail : null
}

/** Whether an attempt in the tail waits for its REPORT. */
export function hasOpenAttempt(tail: StreamTail): boolean {
  return [...tail.seen.values()].some(({ closed }) => !closed)
}

/**
 * Folds new lines (sorted, each once) that follow the tail. Null when they do not: a line before its end or beyond
 * nextAtMs, or one that names a request which may have begun before the tail. What it answers is then to be found out
 * from the stored lines. marginMs: the longest that an attempt can wait for its REPORT.
 */
export function foldForward(
  tail: StreamTail,
  lines: readonly StreamLine[],
  marginMs: number,
  mostLines = MOST_LINES,
): ForwardFold | null {
  const { nextAtMs } = tail
  const [first, last] = [lines[0], lines.at(-1)]
  const end = tail.lines.at(-1)
  if (first === undefined || last === undefined) return { added: [], changed: [], tail, nextAtMs }
  if (end !== undefined && compareStreamLines(first, end) <= 0) return null
  if (nextAtMs !== null && last.atMs >= nextAtMs) return null
  if (tail.guardId !== null && namesStranger(tail, lines)) return null
  const all = [...tail.lines, ...lines]
  const begun = listBegun(tail.head, all).filter(({ invocation }) => invocation.startEventId !== tail.guardId)
  const added: FoldedInvocation[] = []
  const changed: FoldedInvocation[] = []
  for (const { invocation, at } of begun) {
    if (at >= tail.lines.length) added.push(invocation)
    else if (tail.seen.get(invocation.startEventId)?.text !== textOf(invocation)) changed.push(invocation)
  }
  const next = trim({ ...tail, lines: all }, begun, marginMs)
  return { added, changed, tail: next.lines.length > mostLines ? null : next, nextAtMs }
}

/** Whether a line names a request that neither the tail nor a line before it began. */
function namesStranger(tail: StreamTail, lines: readonly StreamLine[]): boolean {
  const known = new Set<string>()
  for (const { requestId } of tail.seen.values()) known.add(requestId)
  for (const { line } of lines) {
    if (line.requestId === null) continue
    if (line.kind === 'start') known.add(line.requestId)
    else if (!known.has(line.requestId)) return true
  }
  return false
}

/** The attempts whose first line is among the lines, in the order of those. */
function listBegun(head: readonly StreamLine[], lines: readonly StreamLine[]): Begun[] {
  const places = new Map<string, number>()
  for (const [at, { eventId, line }] of lines.entries()) {
    if (line.kind === 'start' || line.kind === 'report') places.set(eventId, at)
  }
  const begun: Begun[] = []
  for (const invocation of foldStream(lines, head)) {
    const at = places.get(invocation.startEventId)
    if (at !== undefined) begun.push({ invocation, at })
  }
  return begun.sort((a, b) => a.at - b.at)
}

/** Leaves out what is settled: all before the attempt that precedes the first one that may still change. */
function trim(tail: StreamTail, begun: readonly Begun[], marginMs: number): StreamTail {
  const endMs = tail.lines.at(-1)?.atMs ?? 0
  const open = begun.findIndex(({ invocation }, at) => at === begun.length - 1 || isOpen(invocation, endMs - marginMs))
  const guard = begun[open - 1]
  const kept = guard === undefined ? begun : begun.slice(open)
  const seen = new Map(
    kept.map(({ invocation }) => [
      invocation.startEventId,
      { text: textOf(invocation), requestId: invocation.requestId, closed: invocation.closed },
    ]),
  )
  if (guard === undefined || guard.at === 0) return { ...tail, seen }
  const head = tail.head.length === 0 ? tail.lines.slice(0, Math.min(guard.at, HEAD_LINES)) : tail.head
  return { ...tail, head, lines: tail.lines.slice(guard.at), guardId: guard.invocation.startEventId, seen }
}

function isOpen({ closed, startedAtMs }: FoldedInvocation, sinceMs: number): boolean {
  return !closed && startedAtMs >= sinceMs
}

function textOf(invocation: FoldedInvocation): string {
  return JSON.stringify(invocation)
}

import type pg from 'pg'
import type { FoldMemory } from '@/lib/sync/store/fold-memory'
import type { StreamRef, TouchedStream } from '@/lib/sync/store/intern-streams'
import { invocationRow, type StreamInvocation } from '@/lib/sync/store/invocation-rows'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import type { NewStreamLines } from '@/lib/sync/store/new-stream-lines'
import { readMargins } from '@/lib/sync/store/read-margins'
import { readTails } from '@/lib/sync/store/read-tails'
import { refoldStreams } from '@/lib/sync/store/refold-streams'
import type { TouchedMinute } from '@/lib/sync/store/roll-up'
import { markMinutes, markSeams } from '@/lib/sync/store/settle-due'
import { mattersToFolding } from '@/lib/sync/store/stored-lines'
import { type ForwardFold, foldForward, type StreamTail } from '@/lib/sync/store/stream-tail'
import { addInvocations, changeInvocations } from '@/lib/sync/store/write-invocations'

type Folded = { stream: StreamRef; fold: ForwardFold }

const MINUTE_MS = 60_000

/**
 * Folds new lines into invocations and marks the minutes that changed. Lines that follow those in memory are folded from
 * there; else the end of the stream is read from the database; and where new lines stand among stored ones, or name
 * requests that cannot be seen from there, everything around them is folded again from the database. All three end in the
 * same rows. Within the caller's transaction.
 */
export async function foldNewLines(
  client: pg.ClientBase,
  context: LogPageContext,
  memory: FoldMemory,
  newLines: readonly NewStreamLines[],
): Promise<void> {
  const known = newLines.filter(({ stream, lines }) => stream.functionId !== null && lines.some(mattersToFolding))
  if (known.length === 0) return
  const margins = await keepMargins(client, memory, new Set(known.map(({ stream }) => stream.functionId ?? 0)))
  const folded: Folded[] = []
  const forward = (tail: StreamTail | undefined, { stream, lines }: NewStreamLines): boolean => {
    const marginMs = margins.get(stream.functionId ?? 0) ?? 0
    const fold = tail && foldForward(tail, lines.filter(mattersToFolding), marginMs)
    if (!fold) return false
    folded.push({ stream, fold })
    return true
  }
  const unseen = known.filter((one) => !one.isAll || !forward(memory.tail(one.stream.id), one))
  const tails = await readTails(client, unseen, margins)
  const unordered = unseen.filter((one) => !forward(tails.get(one.stream.id), one))
  await storeFolded(client, context, memory, folded)
  const minutes = await refoldStreams(client, context, unordered.map(stretchOf))
  for (const { stream } of unordered) memory.keepTail(stream.id, null)
  await markMinutes(client, context, memory, minutes)
}

async function keepMargins(
  client: pg.ClientBase,
  { margins }: FoldMemory,
  functionIds: ReadonlySet<number>,
): Promise<ReadonlyMap<number, number>> {
  const unknown = new Set([...functionIds].filter((id) => !margins.has(id)))
  if (unknown.size === 0) return margins
  for (const [id, marginMs] of await readMargins(client, unknown)) margins.set(id, marginMs)
  return margins
}

function stretchOf({ stream, lines }: NewStreamLines): TouchedStream {
  return { stream, fromMs: lines[0]?.atMs ?? 0, toMs: lines.at(-1)?.atMs ?? 0 }
}

async function storeFolded(
  client: pg.ClientBase,
  context: LogPageContext,
  memory: FoldMemory,
  folded: readonly Folded[],
): Promise<void> {
  const added: StreamInvocation[] = []
  const changed: StreamInvocation[] = []
  for (const { stream, fold } of folded) {
    for (const invocation of fold.added) added.push(invocationRow(context, stream, invocation))
    for (const invocation of fold.changed) changed.push(invocationRow(context, stream, invocation))
    memory.keepTail(stream.id, fold.tail)
  }
  const { accountRegionId } = context.group
  await addInvocations(client, accountRegionId, added)
  await changeInvocations(client, accountRegionId, changed)
  await markMinutes(client, context, memory, minutesOf([...added, ...changed]))
  const seams = folded.flatMap(({ stream, fold }) =>
    fold.nextAtMs === null ? [] : [{ streamId: stream.id, atMs: fold.nextAtMs }],
  )
  await markSeams(client, context, memory, seams)
}

/** Those of closed invocations, each once where they follow one another. */
function minutesOf(invocations: readonly StreamInvocation[]): TouchedMinute[] {
  const minutes: TouchedMinute[] = []
  for (const { functionId, folded } of invocations) {
    const minuteMs = Math.floor(folded.startedAtMs / MINUTE_MS) * MINUTE_MS
    const last = minutes.at(-1)
    if (!folded.closed || (last?.functionId === functionId && last.minuteMs === minuteMs)) continue
    minutes.push({ functionId, minuteMs })
  }
  return minutes
}

import { formatDuration, formatMinute } from '@/lib/domain/format'

type Pulled = { fromMs: number; toMs: number; countedFromMs: number; loggedFromMs: number }

/** beyond: nothing of the window is ever pulled; part: its newer part is. */
export type PulledPart = { kind: 'beyond' | 'part'; words: string }

const BEYOND = 'before all that is pulled'

/** Which part of a window is pulled, as a tile has room for it; null where all of it is. startMs: where that part begins. */
export function describePulledPart(
  { fromMs, toMs }: Pick<Pulled, 'fromMs' | 'toMs'>,
  startMs: number,
): PulledPart | null {
  if (startMs <= fromMs) return null
  if (startMs >= toMs) return { kind: 'beyond', words: BEYOND }
  return { kind: 'part', words: `${formatDuration(toMs - startMs)} of ${formatDuration(toMs - fromMs)} pulled` }
}

/** Since when the figures of a window are counted, as a sentence without its end; null where that is its start. */
export function describePullStarts({ countedFromMs, loggedFromMs, ...window }: Pulled, zone: string): string | null {
  const [counted, logged] = [countedFromMs, loggedFromMs].map((startMs) => describePulledPart(window, startMs))
  if (!counted && !logged) return null
  if (counted?.kind === 'beyond' && logged?.kind === 'beyond') return `this window lies ${BEYOND}`
  const counts = saySince('CloudWatch’s counts', counted, countedFromMs, zone)
  const lines = saySince('log lines', logged, loggedFromMs, zone)
  if (countedFromMs === loggedFromMs)
    return `figures since ${formatMinute(countedFromMs, zone)}: nothing earlier is pulled`
  return [counts, lines].filter((words) => words !== null).join(', ')
}

function saySince(what: string, part: PulledPart | null | undefined, startMs: number, zone: string): string | null {
  if (!part) return null
  return part.kind === 'beyond'
    ? `${what}: none of this window is pulled`
    : `${what} since ${formatMinute(startMs, zone)}`
}

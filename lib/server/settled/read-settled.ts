import type pg from 'pg'
import type { Window } from '@/lib/domain/covered-window'
import { BinaryCopyReader } from '@/lib/server/copy/binary-copy-reader'
import { copyBytes } from '@/lib/server/copy/copy-out'
import { selectRows } from '@/lib/server/db'
import { SettledAnswers } from '@/lib/server/settled/settled-answers'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** So long after its end a day still gets lines and counts that came late. */
const UNSETTLED_MS = 6 * HOUR
const MOST_BYTES = 64 * 1024 * 1024
const CHANGES = `
  select coalesce(sum(changes), 0)::float8 as changes from day_change where at >= $1 and at < $2 or at = '-infinity'`

const known = new WeakMap<pg.Pool, SettledAnswers>()

/** Until when days are settled, epoch milliseconds: what is read of earlier ones seldom changes. */
export function settledUntil(nowMs: number): number {
  return Math.floor((nowMs - UNSETTLED_MS) / DAY) * DAY
}

/**
 * What a statement over settled days answers, read once until one of them changes: whoever changes rollups or counts of a day
 * that is over says so in the same transaction (mark-day-changes). key: all that the answer depends on beside the days.
 * What is read must hang on nothing else that may change. bytesOf: what the answer takes in memory.
 */
export async function readSettled<Answer>(
  pool: pg.Pool,
  { key, days }: { key: string; days: Window },
  read: () => Promise<Answer>,
  bytesOf: (answer: Answer) => number,
): Promise<Answer> {
  const answers = known.get(pool) ?? new SettledAnswers(MOST_BYTES)
  known.set(pool, answers)
  // Asked before it is read: a change in between is one more the next time.
  const [row] = await selectRows<{ changes: number }>(pool, CHANGES, [firstDay(days), new Date(days.toMs)])
  const changes = row?.changes ?? 0
  // Changes of other days would be told by the same number.
  const ofDays = `${key} ${days.fromMs} ${days.toMs}`
  const before = answers.get(ofDays, changes)
  if (before !== undefined) return ownAnswer(before)
  const answer = await read()
  answers.set(ofDays, { changes, bytes: bytesOf(answer) + 2 * ofDays.length, answer })
  return answer
}

function firstDay({ fromMs }: Window): Date {
  return new Date(Math.floor(fromMs / DAY) * DAY)
}

/** Under a key stands what its one reader has read: keys begin with the statement. */
function ownAnswer<Answer>(answer: unknown): Answer {
  return answer as Answer
}

/** The rows of a SELECT over settled days, as copyOut reads them. Their bytes are shared: nobody may write into them. */
export async function copySettled(pool: pg.Pool, select: string, days: Window): Promise<BinaryCopyReader> {
  const bytes = await readSettled(
    pool,
    { key: select, days },
    () => copyBytes(pool, select),
    (buffer) => buffer.length,
  )
  return new BinaryCopyReader(bytes)
}

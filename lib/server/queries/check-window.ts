import type { Window } from '@/lib/domain/covered-window'
import { LONGEST_WINDOW_MS } from '@/lib/domain/time-range'
import { AppError } from '@/lib/server/app-error'

/** The window of a request. Throws BAD_REQUEST when it ends before it begins or is longer than 92 days. */
export function checkWindow({ from, to }: { from: number; to: number }): Window {
  if (to <= from) throw new AppError('BAD_REQUEST', 'to must be later than from (both in epoch milliseconds).')
  if (to - from > LONGEST_WINDOW_MS)
    throw new AppError('BAD_REQUEST', 'The window is longer than 92 days. Ask for a shorter one.')
  return { fromMs: from, toMs: to }
}

import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

/** Lines may be minutes out of order. */
const SLACK_MS = 5 * 60_000
const DEFAULT_TIMEOUT_S = 900
const TIMEOUTS = 'SELECT id, timeout_s AS "timeoutS" FROM lambda_function WHERE id = ANY($1)'

/** How long an attempt of each function can wait for its REPORT, in ms: its timeout and some slack. */
export async function readMargins(
  client: pg.ClientBase,
  functionIds: ReadonlySet<number>,
): Promise<Map<number, number>> {
  const rows = await selectRows<{ id: number; timeoutS: number | null }>(client, TIMEOUTS, [[...functionIds]])
  const margins = new Map<number, number>([...functionIds].map((id) => [id, DEFAULT_TIMEOUT_S * 1000 + SLACK_MS]))
  for (const { id, timeoutS } of rows) margins.set(id, (timeoutS ?? DEFAULT_TIMEOUT_S) * 1000 + SLACK_MS)
  return margins
}

import type pg from 'pg'

/* By the clock of the database, as long before a day counts as settled as no transaction lasts. */
const MARK = `
  INSERT INTO day_change (at, changes)
  SELECT day, 1 FROM (SELECT DISTINCT date_trunc('day', t.at, 'UTC') AS day FROM unnest($1::timestamptz[]) AS t(at)) AS d
  WHERE day + interval '1 day' <= now()`
const MARK_ALL = `INSERT INTO day_change (at, changes) VALUES ('-infinity', 1)`
/* The sum of a day's rows is told by it, whoever looks at what moment. */
const PUT_TOGETHER = `
  WITH several AS (SELECT at FROM day_change GROUP BY at HAVING count(*) > 1),
    taken AS (DELETE FROM day_change d USING several s WHERE d.at = s.at RETURNING d.at, d.changes)
  INSERT INTO day_change (at, changes) SELECT at, sum(changes) FROM taken GROUP BY at`

/**
 * Says that rollups or counts at these moments have changed, of days that are over: what web servers remember of such days
 * (read-settled) does not stand any more. Within the transaction of the change. Marks are only added, so that nobody waits.
 */
export async function markDayChanges(client: pg.ClientBase, changedMs: readonly number[]): Promise<void> {
  if (changedMs.length > 0) await client.query(MARK, [changedMs.map((ms) => new Date(ms))])
}

/** Says that rollups or counts of any days have changed, as when old ones were deleted. Within the transaction of the change. */
export async function markAllDays(client: pg.Pool | pg.ClientBase): Promise<void> {
  await client.query(MARK_ALL)
}

/** Makes one row of those of a day. */
export async function putDayChangesTogether(client: pg.Pool | pg.ClientBase): Promise<void> {
  await client.query(PUT_TOGETHER)
}

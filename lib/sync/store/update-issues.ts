import type pg from 'pg'

/* What was seen before the first hour that is kept stays said, although that hour is gone. */
const UPDATE_SEEN = `
  UPDATE issue i SET first_seen_at = CASE WHEN i.first_seen_at < $2 THEN i.first_seen_at ELSE first.first_at END,
    first_function_id = CASE WHEN i.first_seen_at < $2 THEN i.first_function_id ELSE first.function_id END,
    first_version = CASE WHEN i.first_seen_at < $2 THEN i.first_version ELSE first.version END,
    last_seen_at = last.last_at
  FROM unnest($1::int4[]) AS t(id)
  CROSS JOIN LATERAL (
    SELECT h.first_at, h.function_id, h.version FROM issue_hour h WHERE h.issue_id = t.id
      AND h.at = (SELECT min(at) FROM issue_hour WHERE issue_id = t.id)
    ORDER BY h.first_at, h.function_id, h.version LIMIT 1) AS first
  CROSS JOIN LATERAL (
    SELECT max(h.last_at) AS last_at FROM issue_hour h WHERE h.issue_id = t.id
      AND h.at = (SELECT max(at) FROM issue_hour WHERE issue_id = t.id)) AS last
  WHERE i.id = t.id`
const FORGET_UNSEEN = `
  DELETE FROM issue i WHERE i.id = ANY($1::int4[]) AND i.first_seen_at >= $2
    AND NOT EXISTS (SELECT FROM issue_hour h WHERE h.issue_id = i.id)`
const REOPEN = `
  UPDATE issue SET state = 'active', reopened_at = last_seen_at
  WHERE id = ANY($1::int4[]) AND state = 'resolved' AND last_seen_at > state_at`

/** Sets when these issues were seen first and last, from their hours. */
export async function updateSeen(client: pg.ClientBase, ids: readonly number[], keptFromMs: number): Promise<void> {
  await client.query(UPDATE_SEEN, [ids, new Date(keptFromMs)])
}

/** An issue that lost its only occurrences to a better reading of the lines has never been. */
export async function forgetUnseen(client: pg.ClientBase, ids: readonly number[], keptFromMs: number): Promise<void> {
  await client.query(FORGET_UNSEEN, [ids, new Date(keptFromMs)])
}

/** Makes those active again that happened after they were resolved; an ignored one stays ignored. */
export async function reopenReturned(client: pg.ClientBase, ids: readonly number[]): Promise<void> {
  await client.query(REOPEN, [ids])
}

import type pg from 'pg'
import { storableText } from '@/lib/domain/storable-text'
import { selectRows } from '@/lib/server/db'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { type FunctionHour, type IssueHour, readFailures } from '@/lib/sync/store/read-failures'
import { replaceRetries } from '@/lib/sync/store/replace-retries'
import { forgetUnseen, reopenReturned, updateSeen } from '@/lib/sync/store/update-issues'

/* A mark of a roll-up that has not ended cannot be seen, nor can what it changes: it is taken the next time. */
const TAKE = `
  WITH taken AS (
    DELETE FROM issue_due d USING (
      SELECT DISTINCT hour, function_id FROM issue_due WHERE account_region_id = $1 ORDER BY hour DESC, function_id LIMIT $2
    ) AS t
    WHERE d.account_region_id = $1 AND d.function_id = t.function_id AND d.hour = t.hour
    RETURNING d.function_id, d.hour
  )
  SELECT DISTINCT function_id AS "functionId", (extract(epoch FROM hour) * 1000)::float8 AS "hourMs" FROM taken`
const DROP_HOURS = `
  DELETE FROM issue_hour i USING unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)
  WHERE i.function_id = t.function_id AND i.at = t.at RETURNING i.issue_id AS id`
/* An issue that is there already would use up a number of the sequence each time. */
const ADD_ISSUES = `
  INSERT INTO issue (fingerprint, class, type, shape, frame, message, first_seen_at, last_seen_at, first_function_id, first_version)
  SELECT DISTINCT ON (r.fingerprint) decode(r.fingerprint, 'hex'), r.class, r.type, r.shape, r.frame, r.message, r.first_at,
    r.last_at, r.function_id, r.version
  FROM jsonb_to_recordset($1::jsonb) AS r(fingerprint text, class text, type text, shape text, frame text, message text,
    first_at timestamptz, last_at timestamptz, function_id int4, version text)
  WHERE NOT EXISTS (SELECT FROM issue i WHERE i.fingerprint = decode(r.fingerprint, 'hex'))
  ORDER BY r.fingerprint, r.first_at, r.function_id, r.version
  ON CONFLICT (fingerprint) DO NOTHING`
const ADD_HOURS = `
  INSERT INTO issue_hour (account_region_id, issue_id, function_id, version, at, invocations, first_at, last_at, minutes,
    sample_at, sample_keys)
  SELECT $1, i.id, r.function_id, r.version, r.at, (SELECT sum(m) FROM unnest(r.minutes) AS m), r.first_at, r.last_at, r.minutes,
    r.sample_at, ARRAY(SELECT decode(k, 'hex') FROM unnest(r.sample_keys) WITH ORDINALITY AS s(k, n) ORDER BY n)
  FROM jsonb_to_recordset($2::jsonb) AS r(fingerprint text, function_id int4, version text, at timestamptz,
    first_at timestamptz, last_at timestamptz, minutes int4[], sample_at timestamptz[], sample_keys text[])
  JOIN issue i ON i.fingerprint = decode(r.fingerprint, 'hex')
  RETURNING issue_id AS id`
const DAYS = `
  SELECT DISTINCT function_id, date_trunc('day', at, 'UTC') AS day FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)`
const DROP_DAYS = `
  DELETE FROM issue_day d USING (${DAYS}) AS t WHERE d.function_id = t.function_id AND d.at = t.day`
const ADD_DAYS = `
  INSERT INTO issue_day (account_region_id, issue_id, function_id, version, at, invocations)
  SELECT $3, h.issue_id, h.function_id, h.version, t.day, sum(h.invocations)
  FROM (${DAYS}) AS t
  JOIN issue_hour h ON h.function_id = t.function_id AND h.at >= t.day AND h.at < t.day + interval '1 day'
  GROUP BY h.issue_id, h.function_id, h.version, t.day`

/**
 * Groups the failures of marked hours of an account-region, newest first, and answers how many hours there were. Whole
 * hours are computed anew from their invocations, so that doing it twice, after late lines or a crash, is the same as
 * once. One transaction; issues are shared by all account-regions, so that one at a time writes them. keptFromMs: from
 * when on occurrences are kept.
 */
export async function groupIssues(
  client: pg.ClientBase,
  accountRegionId: number,
  { mostHours, keptFromMs }: { mostHours: number; keptFromMs: number },
): Promise<number> {
  return inTransaction(client, async () => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('group-issues'))`)
    const hours = await selectRows<FunctionHour>(client, TAKE, [accountRegionId, mostHours])
    if (hours.length === 0) return 0
    await replaceRetries(client, accountRegionId, hours)
    const failures = await readFailures(client, hours)
    const touched = await replaceHours(client, accountRegionId, hours, failures)
    await forgetUnseen(client, touched, keptFromMs)
    await updateSeen(client, touched, keptFromMs)
    await reopenReturned(client, touched)
    return hours.length
  })
}

async function replaceHours(
  client: pg.ClientBase,
  accountRegionId: number,
  hours: readonly FunctionHour[],
  failures: readonly IssueHour[],
): Promise<number[]> {
  const keys = [hours.map(({ functionId }) => functionId), hours.map(({ hourMs }) => new Date(hourMs))]
  const before = await selectRows<{ id: number }>(client, DROP_HOURS, keys)
  const rows = JSON.stringify(failures.map(recordOf))
  await client.query(ADD_ISSUES, [rows])
  const after = await selectRows<{ id: number }>(client, ADD_HOURS, [accountRegionId, rows])
  await client.query(DROP_DAYS, keys)
  await client.query(ADD_DAYS, [...keys, accountRegionId])
  return [...new Set([...before, ...after].map(({ id }) => id))]
}

function recordOf(issue: IssueHour): Record<string, unknown> {
  const { class: issueClass, type, shape, frame } = issue.identity
  return {
    fingerprint: issue.fingerprint.toString('hex'),
    class: issueClass,
    ...{ type, shape, frame },
    // What was cut may end within a character.
    message: issue.message === null ? null : storableText(issue.message),
    function_id: issue.functionId,
    version: issue.version,
    at: new Date(issue.hourMs),
    first_at: new Date(issue.firstMs),
    last_at: new Date(issue.lastMs),
    minutes: issue.minutes,
    sample_at: issue.samples.map(({ atMs }) => new Date(atMs)),
    sample_keys: issue.samples.map(({ key }) => Buffer.from(key).toString('hex')),
  }
}

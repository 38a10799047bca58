import type pg from 'pg'
import { type IssueIdentity, identifyIssue } from '@/lib/domain/issues/identify-issue'
import { selectRows } from '@/lib/server/db'
import { issueFingerprint } from '@/lib/server/issue-fingerprint'

/** An hour of a function. */
export type FunctionHour = { functionId: number; hourMs: number }
/** Occurrences of one issue in one hour of one version; samples: the newest ones, newest first. */
export type IssueHour = FunctionHour & {
  fingerprint: Buffer
  identity: IssueIdentity
  /** One message as it came. */
  message: string | null
  version: string
  firstMs: number
  lastMs: number
  minutes: number[]
  samples: { atMs: number; key: Uint8Array }[]
}

type Row = FunctionHour & {
  atMs: number
  key: Uint8Array
  version: string
  result: string
  errorType: string | null
  errorMessage: string | null
  errorFrame: string | null
  functionArn: string
}

const ROWS_AT_ONCE = 2_000
const MINUTE_MS = 60_000
const SAMPLES = 5
const MESSAGE_KEPT = 1_000
/** A function whose messages have nothing in common would make an issue of each. */
const MOST_SHAPES = 100
/* Said again as "not success" so that the partial index of failures is used. */
const FAILURES = `
  SELECT t.function_id AS "functionId", (extract(epoch FROM t.hour) * 1000)::float8 AS "hourMs",
    (extract(epoch FROM i.started_at) * 1000)::float8 AS "atMs", i.key, i.version, i.result,
    i.error_type AS "errorType", i.error_message AS "errorMessage", i.error_frame AS "errorFrame", f.arn AS "functionArn"
  FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, hour)
  JOIN lambda_function f ON f.id = t.function_id
  JOIN invocation i ON i.function_id = t.function_id AND i.started_at >= t.hour AND i.started_at < t.hour + interval '1 hour'
  WHERE i.closed AND i.result <> 'success' ORDER BY i.function_id, i.started_at DESC, i.key DESC`

/**
 * What failed in these hours, by issue, hour and version; a page of rows in memory at a time. Beyond a hundred message
 * shapes of a function in an hour the messages of further failures are not told apart. The same rows give the same answer.
 */
export async function readFailures(client: pg.ClientBase, hours: readonly FunctionHour[]): Promise<IssueHour[]> {
  const found = new Map<string, IssueHour>()
  const shapes = new Map<string, Set<string>>()
  await client.query(`DECLARE failures NO SCROLL CURSOR FOR ${FAILURES}`, [
    hours.map(({ functionId }) => functionId),
    hours.map(({ hourMs }) => new Date(hourMs)),
  ])
  for (;;) {
    const rows = await selectRows<Row>(client, `FETCH ${ROWS_AT_ONCE} FROM failures`, [])
    for (const row of rows) addFailure(found, shapes, row)
    if (rows.length < ROWS_AT_ONCE) break
  }
  await client.query('CLOSE failures')
  return [...found.values()]
}

function addFailure(found: Map<string, IssueHour>, shapes: Map<string, Set<string>>, row: Row): void {
  const place = `${row.functionId}/${row.hourMs}`
  const seen = shapes.get(place) ?? new Set<string>()
  shapes.set(place, seen)
  const told = identifyIssue(row)
  const identity = told !== null && isOneTooMany(seen, told.key) ? identifyIssue({ ...row, errorMessage: null }) : told
  if (identity === null) return
  const key = `${place}/${row.version}/${identity.key}`
  const issue = found.get(key) ?? beginIssue(row, identity)
  found.set(key, issue)
  const minute = Math.floor((row.atMs - row.hourMs) / MINUTE_MS)
  issue.minutes[minute] = (issue.minutes[minute] ?? 0) + 1
  issue.firstMs = row.atMs
  if (issue.samples.length < SAMPLES) issue.samples.push({ atMs: row.atMs, key: row.key })
}

function isOneTooMany(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false
  if (seen.size >= MOST_SHAPES) return true
  seen.add(key)
  return false
}

function beginIssue(row: Row, identity: IssueIdentity): IssueHour {
  const { functionId, hourMs, version, atMs } = row
  return {
    functionId,
    hourMs,
    version,
    identity,
    fingerprint: issueFingerprint(identity),
    message: row.errorMessage?.slice(0, MESSAGE_KEPT) ?? null,
    firstMs: atMs,
    lastMs: atMs,
    minutes: Array<number>(60).fill(0),
    samples: [],
  }
}

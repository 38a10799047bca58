import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { identifyIssue } from '@/lib/domain/issues/identify-issue'
import { copyEarlierMigrations, type EarlierMigrations } from '@/lib/launch/migrations/copy-earlier-migrations'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { issueFingerprint } from '@/lib/server/issue-fingerprint'

const ARN = 'arn:aws:lambda:eu-west-1:1:function:'
/** Its quotes and signs are escaped in a key. */
const SHAPE = `rate of '…' exceeds \\\\ the " of a table’s 🐟`
const STORED = `
  INSERT INTO account_region (id, account_id, region) VALUES (1, '1', 'eu-west-1');
  INSERT INTO lambda_function (id, account_region_id, arn, name, inferred, seen_at) VALUES
    (1, 1, '${ARN}a', 'a', false, now()), (2, 1, '${ARN}b', 'b', false, now())`
const ISSUE = `
  INSERT INTO issue (id, fingerprint, class, type, shape, frame, state, state_at, first_seen_at, last_seen_at, first_function_id, first_version)
  VALUES ($1, decode(lpad(to_hex($1::int), 40, '0'), 'hex'), $2, 'Busy', $3, $4, $5, $6, $7, $7, $8, '1')`
const HOUR = `
  INSERT INTO issue_hour (account_region_id, issue_id, function_id, version, at, invocations, first_at, last_at, minutes, sample_at, sample_keys)
  VALUES (1, $1, $2, '1', $3, 5, $3, $3, '{}', '{}', '{}')`
const DAY = `INSERT INTO issue_day (account_region_id, issue_id, function_id, version, at, invocations) VALUES (1, $1, $2, '1', $3, 5)`
const [EARLY, LATE] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z']

let database: TestDatabase
let earlier: EarlierMigrations

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  earlier = await copyEarlierMigrations('20261127090000_issues_over_functions')
})

afterAll(async () => {
  await database.drop()
  await earlier.remove()
})

it('makes one of issues without a frame, with their hours and states, and finds all as the product does', async () => {
  await deployMigrations(database.url, earlier.directory)
  const client = new pg.Client(database.url)
  await client.connect()
  const identityOf = (result: string, errorMessage: string, errorFrame: string | null, name: string) => {
    const failed = { result, errorType: 'Busy', errorMessage, errorFrame, functionArn: `${ARN}${name}` }
    const identity = identifyIssue(failed)
    if (identity === null) throw new Error('it failed')
    return issueFingerprint(identity)
  }
  try {
    await client.query(STORED)
    const issues = [
      [1, 'error', SHAPE, null, 'resolved', LATE, LATE, 1],
      [2, 'error', SHAPE, null, 'ignored', EARLY, EARLY, 2],
      [3, 'error', SHAPE, 'check (app.py)', 'active', null, EARLY, 2],
      [4, 'error', '', null, 'active', null, EARLY, 1],
      [5, 'error', '', null, 'active', null, EARLY, 2],
    ] as const
    for (const issue of issues) await client.query(ISSUE, [...issue])
    for (const [id, , , , , , at, functionId] of issues) {
      await client.query(HOUR, [id, functionId, at])
      await client.query(DAY, [id, functionId, at])
    }
    await deployMigrations(database.url)
    const { rows } = await client.query(
      'SELECT id, state, state_at, first_seen_at, last_seen_at, first_function_id, fingerprint FROM issue ORDER BY id',
    )
    expect(rows).toMatchObject([
      { id: 1, state: 'resolved', state_at: new Date(LATE), first_function_id: 2 },
      { id: 3, state: 'active', state_at: null },
      { id: 4 },
      { id: 5 },
    ])
    expect(rows[0]).toMatchObject({ first_seen_at: new Date(EARLY), last_seen_at: new Date(LATE) })
    expect(rows.map(({ fingerprint }) => fingerprint)).toEqual([
      identityOf('error', SHAPE, null, 'a'),
      identityOf('error', SHAPE, 'check (app.py)', 'b'),
      identityOf('error', '', null, 'a'),
      identityOf('error', '', null, 'b'),
    ])
    for (const table of ['issue_hour', 'issue_day']) {
      const counted = await client.query(
        `SELECT issue_id AS id, sum(invocations)::int AS n FROM ${table} GROUP BY 1 ORDER BY 1`,
      )
      expect(counted.rows.map(({ id, n }) => [id, n])).toEqual([
        [1, 10],
        [3, 5],
        [4, 5],
        [5, 5],
      ])
    }
  } finally {
    await client.end()
  }
})

import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { unpackEventId } from '@/lib/domain/logs/pack-event-id'
import { copyEarlierMigrations, type EarlierMigrations } from '@/lib/launch/migrations/copy-earlier-migrations'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'

const AT_MS = Date.UTC(2026, 10, 20, 15, 30)
const REQUEST_ID = 'c3252230-c73d-49f6-8844-968c01d1e2e1'
const OWN = (BigInt(AT_MS) << 144n) | 0x0102030405060708090a0b0c0d0e0f101112n
const EVENT_IDS = [String(OWN), `3${'0'.repeat(55)}`, 'odd']
let database: TestDatabase
let first: EarlierMigrations

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  first = await copyEarlierMigrations('20261126010000_slim_log_rows')
})

afterAll(async () => {
  await database.drop()
  await first.remove()
})

it('keeps the lines and invocations that were stored wide', async () => {
  await deployMigrations(database.url, first.directory)
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    await client.query(
      `SELECT ensure_day_partition(t, '2026-11-20') FROM unnest(ARRAY['log_event', 'invocation']) AS t`,
    )
    for (const id of EVENT_IDS) {
      await client.query(`INSERT INTO log_event VALUES (1, 2, $1, $2, 3, 4, $3, 'warn', true, 'said ' || $2, $1)`, [
        new Date(AT_MS),
        id,
        REQUEST_ID,
      ])
    }
    await client.query(
      `INSERT INTO invocation (account_region_id, function_id, started_at, key, log_group_id, stream_id, request_id, version,
         closed, result, cold_start, billed_ms) VALUES (1, 4, $1, '0123456789abcdef', 2, 3, $2, '7', true, 'error', true, 12)`,
      [new Date(AT_MS), REQUEST_ID],
    )
    await deployMigrations(database.url)
    const { rows } = await client.query<{ event_id: Buffer; message: string }>('SELECT * FROM log_event')
    expect(rows.map((row) => [unpackEventId(row.event_id, AT_MS), row.message]).sort()).toEqual(
      EVENT_IDS.map((id) => [id, `said ${id}`]).sort(),
    )
    expect(rows[0]).toMatchObject({
      at: new Date(AT_MS),
      stream_id: 3,
      level: 4,
      foldable: true,
      request_id: REQUEST_ID,
    })
    expect(rows.map(({ event_id: { length } }) => length).sort((a, b) => a - b)).toEqual([18, 19, 58])
    const invocations = await client.query('SELECT * FROM invocation')
    expect(invocations.rows).toMatchObject([
      {
        started_at: new Date(AT_MS),
        key: Buffer.from('0123456789abcdef', 'hex'),
        request_id: REQUEST_ID,
        billed_ms: 12,
      },
    ])
  } finally {
    await client.end()
  }
})

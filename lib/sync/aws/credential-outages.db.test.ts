import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { CredentialOutages } from '@/lib/sync/aws/credential-outages'

const NOW_MS = Date.UTC(2026, 10, 20, 12)
const MINUTE_MS = 60_000
const WHY = 'The credentials are not accepted (ExpiredTokenException). Renew them.'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})
afterAll(() => db?.close())
beforeEach(() => db.pool.query('TRUNCATE credential_outage, sync_state'))

async function addStep(step: string, state: string): Promise<void> {
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, state, next_run_at, last_failed_at)
     VALUES (1, $1, '', 'logs', $2, 'infinity', $3)`,
    [step, state, new Date(NOW_MS + MINUTE_MS)],
  )
}

async function restMinutes(outages: CredentialOutages, nowMs: number): Promise<number | null> {
  const outage = await outages.find(1, nowMs)
  return outage === null ? null : (outage.retryAtMs - nowMs) / MINUTE_MS
}

it('one refusal between accepted calls is no outage', async () => {
  const outages = new CredentialOutages(db.pool)
  await outages.failed(1, WHY, NOW_MS)
  await outages.accepted(1)
  await outages.failed(1, WHY, NOW_MS)
  expect(await outages.find(1, NOW_MS)).toBeNull()
})

it('rests for a minute, then for twice as long each time, up to ten, and calls in flight count as one', async () => {
  const outages = new CredentialOutages(db.pool)
  for (let call = 0; call < 5; call += 1) await outages.failed(1, WHY, NOW_MS)
  expect(await outages.find(1, NOW_MS)).toEqual({ detail: WHY, retryAtMs: NOW_MS + MINUTE_MS })
  let nowMs = NOW_MS
  const rests: (number | null)[] = []
  for (let time = 0; time < 6; time += 1) {
    nowMs = (await outages.find(1, nowMs))?.retryAtMs ?? nowMs
    expect(await outages.find(1, nowMs)).toBeNull()
    await outages.failed(1, WHY, nowMs)
    rests.push(await restMinutes(outages, nowMs))
  }
  expect(rests).toEqual([2, 4, 8, 10, 10, 10])
})

it('keeps no other account-region, and every other worker, from calling', async () => {
  const one = new CredentialOutages(db.pool)
  await one.failed(1, WHY, NOW_MS)
  await one.failed(1, WHY, NOW_MS)
  expect(await one.find(2, NOW_MS)).toBeNull()
  expect((await new CredentialOutages(db.pool).find(1, NOW_MS))?.detail).toBe(WHY)
})

it('ends with the first accepted call, and what had failed for it is due at once', async () => {
  const outages = new CredentialOutages(db.pool)
  await outages.failed(1, WHY, NOW_MS)
  await outages.failed(1, WHY, NOW_MS)
  await addStep('traces', 'denied')
  await addStep('metrics', 'ok')
  expect(await outages.find(1, NOW_MS + MINUTE_MS)).toBeNull()
  await outages.accepted(1)
  expect(await outages.find(1, NOW_MS)).toBeNull()
  expect(await selectRows(db.pool, 'SELECT 1 FROM credential_outage', [])).toEqual([])
  const due = await selectRows(db.pool, `SELECT step FROM sync_state WHERE next_run_at = 'epoch'`, [])
  expect(due).toEqual([{ step: 'traces' }])
})

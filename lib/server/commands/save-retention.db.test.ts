import { afterAll, beforeAll, expect, it } from 'vitest'
import { SaveRetentionRequest } from '@/lib/contracts/retention'
import { DEFAULT_RETENTION } from '@/lib/domain/retention'
import { saveRetention } from '@/lib/server/commands/save-retention'
import { getRetention } from '@/lib/server/queries/get-retention'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

afterAll(() => db.close())

it('keeps what is set until it is set again, and the defaults for the rest', async () => {
  expect(await getRetention(db)).toEqual(DEFAULT_RETENTION)
  await saveRetention(db, { logLines: 14, traces: 10 }, 0)
  await saveRetention(db, { logLines: 3 }, 1)
  expect(await getRetention(db)).toEqual({ ...DEFAULT_RETENTION, logLines: 3, traces: 10 })
})

it('refuses what does not go together, with what is set already, and stores nothing of it', async () => {
  await saveRetention(db, { minuteRollups: 10 }, 0)
  await expect(saveRetention(db, { syncRuns: 5, invocations: 20 }, 0)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(await getRetention(db)).toMatchObject({ syncRuns: DEFAULT_RETENTION.syncRuns, minuteRollups: 10 })
})

it('takes whole days within limits only, and no kind that it does not know', () => {
  for (const body of [{ logLines: 1 }, { logLines: 401 }, { logLines: 2.5 }, { lines: 7 }])
    expect([body, SaveRetentionRequest.safeParse(body).success]).toEqual([body, false])
})

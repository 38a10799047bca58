import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ReadSource } from '@/lib/domain/read-extent'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  type SeededPlace,
  seedFunction,
  seedLogCoverage,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

const NOW = T0 + 4 * HOUR
let db: TestDb
let ireland: SeededPlace
let virginia: SeededPlace
let whole: SeededFunction
let half: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  ireland = await seedPlace(db)
  virginia = await seedPlace(db, 'us-east-1')
  whole = await seedFunction(db, ireland, 'whole')
  half = await seedFunction(db, ireland, 'half')
})
afterAll(() => db.close())

async function setStep(place: SeededPlace, step: string, covered: string, lastOkAtMs: number | null): Promise<void> {
  await db.pool.query(
    `insert into sync_state (account_region_id, step, subject, kind, state, next_run_at, last_ok_at, covered)
     values ($1, $2, '', 'logs', 'ok', now(), $3, $4)
     on conflict (account_region_id, step, subject) do update set covered = excluded.covered, last_ok_at = excluded.last_ok_at`,
    [place.id, step, lastOkAtMs === null ? null : new Date(lastOkAtMs), covered],
  )
}

const range = (fromMs: number, toMs: number) => `[${new Date(fromMs).toISOString()},${new Date(toMs).toISOString()})`
const ask = (source: ReadSource, more: { placeIds?: number[]; functionIds?: number[]; fromMs?: number } = {}) => {
  const { placeIds = null, functionIds = null, fromMs = T0 } = more
  return getReadExtent(db, source, { placeIds, functionIds }, { fromMs, toMs: NOW }, NOW)
}

it('is nothing where there is no place, and where log groups are not listed yet', async () => {
  expect(await ask('logs', { placeIds: [] })).toEqual({ of: 0, whole: 0, share: 0 })
  expect(await ask('logs', { placeIds: [virginia.id] })).toEqual({ of: 1, whole: 0, share: 0 })
  expect(await ask('logs', { functionIds: [whole.id] })).toMatchObject({ whole: 0, share: 0 })
})

it('counts log groups that are read for all of the window, a little behind or not, and the share of the rest', async () => {
  for (const place of [ireland, virginia]) await setStep(place, 'log-groups', '{}', NOW)
  await seedLogCoverage(db, whole, T0 - HOUR, NOW - 20 * MINUTE)
  await seedLogCoverage(db, half, NOW - 2 * HOUR, NOW)
  expect(await ask('logs')).toEqual({ of: 2, whole: 1, share: 0.75 })
  expect(await ask('logs', { functionIds: [whole.id] })).toEqual({ of: 1, whole: 1, share: 1 })
  expect(await ask('logs', { functionIds: [half.id], fromMs: NOW - HOUR })).toEqual({ of: 1, whole: 1, share: 1 })
  // A stretch in the middle is missing.
  await db.pool.query(
    `update sync_state set covered = covered - $1::tstzmultirange where subject = '/aws/lambda/whole'`,
    [`{${range(T0 + HOUR, T0 + 2 * HOUR)}}`],
  )
  expect(await ask('logs', { functionIds: [whole.id] })).toEqual({ of: 1, whole: 0, share: expect.closeTo(160 / 240) })
})

it('has nothing to read where a group does not exist or a listed place has none', async () => {
  expect(await ask('logs', { placeIds: [virginia.id] })).toEqual({ of: 0, whole: 0, share: 1 })
  await db.pool.query(
    `update sync_state set covered = '{}', detail = 'There is no such group.' where subject = '/aws/lambda/half'`,
  )
  expect(await ask('logs', { functionIds: [half.id] })).toMatchObject({ of: 1, whole: 1 })
})

it('tells metrics and traces by place, and changes since the first look', async () => {
  await setStep(ireland, 'metrics', `{${range(T0, NOW)}}`, NOW)
  await setStep(virginia, 'metrics', '{}', null)
  expect(await ask('metrics')).toEqual({ of: 2, whole: 1, share: 0.5 })
  await db.pool.query('update account_region set created_at = $1', [new Date(NOW - HOUR)])
  await setStep(ireland, 'functions', '{}', NOW)
  // The functions are listed, but nobody has looked at their details.
  expect(await ask('inventory')).toEqual({ of: 2, whole: 0, share: 0 })
  const details = async (state: string, cursor: object) => {
    await setStep(ireland, 'function-details', '{}', NOW)
    await db.pool.query(
      `update sync_state set state = $1, cursor = $2, last_started_at = $3 where step = 'function-details'`,
      [state, JSON.stringify(cursor), new Date(NOW)],
    )
  }
  await details('ok', { passes: 0 })
  expect(await ask('inventory', { placeIds: [ireland.id], fromMs: NOW - HOUR })).toMatchObject({ share: 0 })
  await details('ok', { passes: 2 })
  expect(await ask('inventory')).toEqual({ of: 2, whole: 0, share: 0.125 })
  expect(await ask('inventory', { placeIds: [ireland.id], fromMs: NOW - HOUR })).toMatchObject({ whole: 1 })
  await details('ok', { passes: 2, wholeSinceMs: NOW - HOUR / 2 })
  expect(await ask('inventory', { placeIds: [ireland.id], fromMs: NOW - HOUR })).toEqual({
    of: 1,
    whole: 0,
    share: 0.5,
  })
  await details('denied', { passes: 2 })
  expect(await ask('inventory', { placeIds: [ireland.id], fromMs: NOW - HOUR })).toEqual({ of: 1, whole: 0, share: 1 })
})

it('names what AWS refuses where reading is refused, and no longer once the window is read', async () => {
  await setStep(virginia, 'log-groups', '{}', null)
  await db.pool.query(
    `insert into api_state (account_region_id, service, operation, state, iam_action)
     values ($1, 'logs', 'StartQuery', 'denied', 'logs:StartQuery'), ($1, 'logs', 'FilterLogEvents', 'denied', 'logs:FilterLogEvents'),
            ($2, 'logs', 'FilterLogEvents', 'denied', 'logs:FilterLogEvents')`,
    [ireland.id, virginia.id],
  )
  const setState = (state: string) =>
    db.pool.query(`update sync_state set state = $1, detail = null where subject = '/aws/lambda/half'`, [state])
  await setState('ok')
  expect(await ask('logs')).not.toHaveProperty('refusal')
  await setState('denied')
  expect(await ask('logs')).toMatchObject({
    refusal: {
      operation: 'FilterLogEvents',
      iamAction: 'logs:FilterLogEvents',
      places: [{ accountId: ireland.accountId, region: 'eu-west-1' }],
    },
  })
  await db.pool.query(`update sync_state set covered = $1 where subject = '/aws/lambda/half'`, [`{${range(T0, NOW)}}`])
  expect(await ask('logs', { functionIds: [half.id] })).not.toHaveProperty('refusal')
})

it('tells a window that lies before all that is to be read from one that is read later', async () => {
  const asked = (toMs: number) =>
    getReadExtent(db, 'logs', { placeIds: null, functionIds: [whole.id, half.id] }, { fromMs: toMs - HOUR, toMs }, NOW)
  const aimAt = (fn: SeededFunction, atMs: number) =>
    db.pool.query(`update sync_state set covered = '{}', target_from = $2 where step = 'logs' and subject = $1`, [
      `/aws/lambda/${fn.name}`,
      new Date(atMs),
    ])
  await aimAt(whole, T0)
  await aimAt(half, T0 + HOUR)
  expect((await asked(T0)).isBeyond).toBe(true)
  expect((await asked(T0 + HOUR)).isBeyond).toBeUndefined()
  const passes = (sinceMs: number) =>
    db.pool.query(
      `update sync_state set cursor = jsonb_build_object('passes', 1, 'wholeSinceMs', $1::float8) where step = 'function-details'`,
      [sinceMs],
    )
  await db.pool.query('update account_region set created_at = $1', [new Date(T0)])
  await passes(T0 + HOUR)
  const changes = (toMs: number) =>
    getReadExtent(db, 'inventory', { placeIds: [ireland.id] }, { fromMs: toMs - HOUR, toMs }, NOW)
  expect((await changes(T0 + HOUR)).isBeyond).toBe(true)
  expect((await changes(T0 + 2 * HOUR)).isBeyond).toBeUndefined()
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { listSourceHealth } from '@/lib/server/queries/list-source-health'
import { listStepStates } from '@/lib/server/queries/list-step-states'
import { summariseSources } from '@/lib/server/queries/summarise-sources'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { MINUTE, type SeededPlace, seedPlace, T0 } from '@/lib/server/testing/seed'

let db: TestDb
const NOW = T0 + 60 * MINUTE

type Step = {
  kind: string
  state: string
  detail?: string
  okMs?: number
  coveredToMs?: number
  isTimed?: boolean
  isUnused?: boolean
}

async function seedStep(place: SeededPlace, subject: string, { kind, state, ...step }: Step): Promise<void> {
  const key = { accountRegionId: place.id, step: kind, subject }
  const lastOkAt = step.okMs === undefined ? null : new Date(step.okMs)
  const targetFrom = step.isTimed === true ? new Date(T0) : null
  await db.prisma.syncState.create({
    data: {
      ...{ ...key, kind, state, detail: step.detail ?? null, lastOkAt, targetFrom, nextRunAt: new Date(NOW) },
      cursor: { isUnused: step.isUnused === true },
    },
  })
  if (step.coveredToMs === undefined) return
  await db.pool.query(
    'update sync_state set covered = tstzmultirange(tstzrange($3, $4)) where step = $1 and subject = $2 and account_region_id = $5',
    [kind, subject, new Date(T0), new Date(step.coveredToMs), place.id],
  )
}

beforeAll(async () => {
  db = await openTestDb()
  const [here, there] = [await seedPlace(db), await seedPlace(db, 'us-east-1', '999988887777')]
  await seedStep(here, '', { kind: 'inventory', state: 'ok', okMs: NOW - 3 * MINUTE })
  await seedStep(here, 'a', { kind: 'logs', state: 'ok', okMs: NOW, coveredToMs: NOW - MINUTE, isTimed: true })
  await seedStep(here, 'b', {
    kind: 'logs',
    state: 'throttled',
    detail: 'slowly',
    coveredToMs: NOW - 9 * MINUTE,
    isTimed: true,
  })
  await seedStep(here, 'c', { kind: 'logs', state: 'throttled', detail: 'more slowly', isTimed: true })
  // What does not exist, or is not used, cannot be behind.
  await seedStep(here, 'e', {
    kind: 'logs',
    state: 'ok',
    coveredToMs: NOW - 20 * MINUTE,
    isTimed: true,
    isUnused: true,
  })
  await seedStep(here, 'd', {
    kind: 'logs',
    state: 'ok',
    detail: 'no such group',
    coveredToMs: T0 + MINUTE,
    isTimed: true,
  })
  await seedStep(there, '', { kind: 'metrics', state: 'denied', detail: 'no right' })
  await seedStep(there, 'x', { kind: 'traces', state: 'waiting', isTimed: true })
})
afterAll(() => db.close())

it('says of each source what the states of its steps say one by one', async () => {
  const health = await listSourceHealth(db, NOW)
  const oneByOne = summariseSources(await listStepStates(db), NOW)
  expect(health).toEqual(
    oneByOne.map(({ kind, account, accountId, region, state, detail, lagMs, lastOkAtMs }) => {
      return { kind, account, accountId, region, state, detail, lagMs, lastOkAtMs }
    }),
  )
  expect(health.find(({ kind }) => kind === 'logs')).toMatchObject({
    state: 'throttled',
    detail: 'slowly (2 steps)',
    lagMs: 9 * MINUTE,
  })
})

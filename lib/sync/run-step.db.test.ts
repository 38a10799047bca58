import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { BudgetUsedUp } from '@/lib/server/meter'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { listDue } from '@/lib/sync/claim-due'
import { runStep } from '@/lib/sync/run-step'
import { coverState } from '@/lib/sync/store/cover-state'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { wakeSteps } from '@/lib/sync/store/seed-states'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const PLACE = { id: 1, accountId: '123456789012', region: 'eu-west-1' }
let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, 6)
})

beforeEach(async () => {
  await db.pool.query('TRUNCATE sync_state, sync_run, log_group, account_region, aws_account CASCADE')
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES (1, 'logs', 'orders', 'logs', $1)`,
    [new Date(NOW_MS)],
  )
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

/** Steps of these tests never call AWS: of the access, only what is counted is there. */
function noAws(): AwsAccess {
  return { calls: 0 } as AwsAccess
}

function task(run: SyncStep['run'], nowMs = NOW_MS) {
  const step: SyncStep = { name: 'logs', kind: 'logs', deadlineMs: 60_000, run }
  const settings = { backfillMs: 3_600_000, metricsEveryMs: 60_000, hashKey: '' }
  const { signal } = new AbortController()
  return { pool: db.pool, place: PLACE, step, subject: 'orders', settings, clock: () => nowMs, openAws: noAws, signal }
}

const OK: StepOutcome = { state: 'ok', detail: null, nextRunAtMs: NOW_MS + 30_000, rows: 1 }

async function readState() {
  const sql = `SELECT state, detail, failures, next_run_at AS "nextRunAt", covered::text FROM sync_state`
  type Row = { state: string; detail: string | null; failures: number; nextRunAt: Date; covered: string }
  return (await selectRows<Row>(db.pool, sql, []))[0]
}

describe('a step with a history to read', () => {
  const HOUR_MS = 3_600_000
  const old = { fromMs: NOW_MS - 24 * HOUR_MS, toMs: NOW_MS - 3 * HOUR_MS }
  const seedTarget = () =>
    db.pool.query('UPDATE sync_state SET target_from = $1, backfill_at = NULL', [new Date(old.fromMs)])
  const readBackfillAt = async () =>
    (await selectRows<{ at: Date | null }>(db.pool, 'SELECT backfill_at AS at FROM sync_state', []))[0]?.at ?? null

  it('reads the recent hours in a live run, and the rest in backfill runs until nothing is lacking', async () => {
    await seedTarget()
    const targets: (number | null)[] = []
    const live = async ({ state }: StepRun) => {
      targets.push(state.targetFromMs)
      return OK
    }
    await runStep(task(live))
    expect(targets).toEqual([old.toMs])
    expect(await readBackfillAt()).toEqual(new Date(NOW_MS))
    const backfill = async (run: StepRun): Promise<StepOutcome> => {
      targets.push(run.state.targetFromMs)
      const window = { fromMs: old.toMs - 6 * HOUR_MS, toMs: old.toMs }
      await inTransaction(run.lease, () => coverState(run, { window, forget: null, cursor: {} }))
      return { ...OK, nextRunAtMs: NOW_MS }
    }
    await runStep({ ...task(backfill), backfill: true })
    expect(targets).toEqual([old.toMs, old.fromMs])
    expect(await readBackfillAt()).toEqual(new Date(NOW_MS))
    expect((await readState())?.nextRunAt).toEqual(new Date(OK.nextRunAtMs))
    const runs = await selectRows(db.pool, 'SELECT backfilled_ms AS "backfilledMs" FROM sync_run ORDER BY id', [])
    expect(runs).toEqual([{ backfilledMs: 0 }, { backfilledMs: 6 * HOUR_MS }])
    await runStep({ ...task(async () => OK), backfill: true })
    expect((await readBackfillAt())?.getTime()).toBeGreaterThan(NOW_MS + 60_000)
  })

  it('is told to end a backfill run after 20 s, or when what is new is due, and a live run after 30 s', async () => {
    const SECOND_MS = 1_000
    const turnOf = async (backfill: boolean, nextRunAtMs: number): Promise<number> => {
      await db.pool.query(`UPDATE sync_state SET backfill_at = 'epoch', next_run_at = $1`, [new Date(nextRunAtMs)])
      let nowMs = NOW_MS
      let turnMs = 0
      const measure = async ({ isTimeUp }: StepRun) => {
        while (!isTimeUp()) nowMs += SECOND_MS
        turnMs = nowMs - NOW_MS
        return OK
      }
      await runStep({ ...task(measure), clock: () => nowMs, backfill })
      return turnMs
    }
    await seedTarget()
    expect(await turnOf(true, NOW_MS + 60 * SECOND_MS)).toBe(20 * SECOND_MS)
    expect(await turnOf(true, NOW_MS + 7 * SECOND_MS)).toBe(7 * SECOND_MS)
    expect(await turnOf(false, NOW_MS)).toBe(30 * SECOND_MS)
  })

  it('is not due for it while that kind is paused for its account', async () => {
    await seedTarget()
    await db.pool.query(`UPDATE sync_state SET backfill_at = 'epoch', next_run_at = 'infinity'`)
    await db.pool.query(`INSERT INTO aws_account (id, name, regions, origin) VALUES (7, 'shop', '{eu-west-1}', 'api')`)
    await db.pool.query(
      `INSERT INTO account_region (id, account_id, region, aws_account_id) VALUES (1, '123456789012', 'eu-west-1', 7)`,
    )
    const due = () => listDue(db.pool, NOW_MS, 8)
    expect(await due()).toEqual([
      { accountRegionId: 1, step: 'logs', subject: 'orders', backfill: true, isAway: false },
    ])
    await db.pool.query(`UPDATE aws_account SET paused_backfills = '{metrics,logs}'`)
    expect(await due()).toEqual([])
    await db.pool.query(`UPDATE aws_account SET paused_backfills = '{traces}'`)
    expect(await due()).toHaveLength(1)
  })

  it('knows an account-region of which nothing could be reached since it answered last', async () => {
    await db.pool.query(`INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1')`)
    const isAway = async () => (await listDue(db.pool, NOW_MS, 8)).map((claim) => claim.isAway)
    const set = (more: string) => db.pool.query(`UPDATE sync_state SET ${more}`)
    await set(`state = 'unreachable', last_failed_at = now(), last_ok_at = now() - interval '1 minute'`)
    expect(await isAway()).toEqual([true])
    await set(`last_ok_at = now() + interval '1 minute'`)
    expect(await isAway()).toEqual([false])
    await set(`state = 'denied', last_ok_at = NULL`)
    expect(await isAway()).toEqual([false])
  })

  it('lets metrics and traces go before log groups, and groups in use before those that nobody uses', async () => {
    await db.pool.query('DELETE FROM sync_state')
    const add = `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, cursor) VALUES (1, $1, $2, 'logs', $3, $4)`
    const seed = (step: string, subject: string, dueSecondsAgo: number, cursor: object) =>
      db.pool.query(add, [step, subject, new Date(NOW_MS - dueSecondsAgo * 1000), JSON.stringify(cursor)])
    await seed('logs', 'long unused', 150, { isUnused: true })
    await seed('logs', 'unused', 90, { isUnused: true })
    await seed('logs', 'used', 10, { isUnused: false })
    await seed('logs', 'first', 5, {})
    await seed('metrics', '', 0, {})
    const due = await listDue(db.pool, NOW_MS, 8)
    expect(due.map(({ subject }) => subject)).toEqual(['', 'long unused', 'used', 'first', 'unused'])
  })

  it('does what is new first, however long what is old has waited', async () => {
    await db.pool.query(`INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1')`)
    await db.pool.query(`UPDATE sync_state SET backfill_at = 'epoch'`)
    await db.pool.query(
      `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, backfill_at) VALUES
         (1, 'logs', 'late', 'logs', $1, 'epoch')`,
      [new Date(NOW_MS - 1)],
    )
    const due = await listDue(db.pool, NOW_MS, 8)
    expect(due.map(({ subject, backfill }) => [subject, backfill])).toEqual([
      ['late', false],
      ['orders', false],
      ['late', true],
      ['orders', true],
    ])
  })
})

describe('runStep', () => {
  it('has one run at a time, and none before it is due again', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const run = async () => {
      running += 1
      runs += 1
      most = Math.max(most, running)
      await db.pool.query('SELECT pg_sleep(0.05)')
      running -= 1
      return OK
    }
    const results = await Promise.all([1, 2, 3].map(() => runStep(task(run))))
    expect(results.filter(Boolean)).toHaveLength(1)
    expect(await runStep(task(run))).toBe(false)
    expect([most, runs]).toEqual([1, 1])
    expect(await runStep(task(run, NOW_MS + 30_000))).toBe(true)
  })

  it('a worker whose connection dies stores nothing and holds nothing up', async () => {
    const lost = runStep(
      task(async ({ lease }) => {
        await inTransaction(lease, async () => {
          await lease.query(
            `INSERT INTO log_group (account_region_id, name, seen_at) SELECT id, 'x', now() FROM account_region`,
          )
          await lease.query('SELECT pg_terminate_backend(pg_backend_pid())')
        })
        return OK
      }),
    )
    await expect(lost).rejects.toThrow()
    expect(await readState()).toMatchObject({ covered: '{}', nextRunAt: new Date(NOW_MS) })
    expect(await runStep(task(async () => OK))).toBe(true)
  })

  it('keeps a window and its rows together: what fails after them takes both back', async () => {
    const window = { fromMs: NOW_MS - 60_000, toMs: NOW_MS }
    const fail = async (run: StepRun): Promise<StepOutcome> => {
      await inTransaction(run.lease, async () => {
        await coverState(run, { window, forget: null, cursor: { liveAtMs: NOW_MS } })
        throw new Error('the last insert')
      })
      return OK
    }
    await runStep(task(fail))
    expect(await readState()).toMatchObject({ state: 'failed', covered: '{}' })
  })

  it('forgets what may have changed, and covers what was read', async () => {
    const hour = 3_600_000
    const cover =
      (fromMs: number, toMs: number, forget: { fromMs: number; toMs: number } | null) => async (run: StepRun) => {
        await coverState(run, { window: { fromMs, toMs }, forget, cursor: {} })
        return { ...OK, nextRunAtMs: NOW_MS }
      }
    await runStep(task(cover(NOW_MS - 3 * hour, NOW_MS - 2 * hour, null)))
    await runStep(task(cover(NOW_MS - hour, NOW_MS, { fromMs: NOW_MS - 2.5 * hour, toMs: NOW_MS - hour })))
    expect((await readState())?.covered.replaceAll('"', '')).toBe(
      '{[2026-11-20 12:30:00+00,2026-11-20 13:00:00+00),[2026-11-20 14:30:00+00,2026-11-20 15:30:00+00)}',
    )
  })

  it('a step that is woken while it runs stays due', async () => {
    await runStep(
      task(async ({ pool }) => {
        const other = await pool.connect()
        await wakeSteps(other, 1, ['logs'], { onlyNew: false })
        other.release()
        return OK
      }),
    )
    expect((await readState())?.nextRunAt.getTime()).toBe(0)
    expect(await runStep(task(async () => OK))).toBe(true)
    expect((await readState())?.nextRunAt.getTime()).toBe(OK.nextRunAtMs)
  })

  it('a refusal is a state with the missing action and a later time', async () => {
    const call = { service: 'logs', operation: 'FilterLogEvents', iamAction: 'logs:FilterLogEvents' }
    const refuse = async () => {
      throw new AwsFailure('denied', 'Not allowed.', call)
    }
    await runStep(task(refuse))
    expect(await readState()).toMatchObject({ state: 'denied', failures: 1, nextRunAt: new Date(NOW_MS + 5_000) })
    expect((await readState())?.detail).toContain('logs:FilterLogEvents')
    await runStep(task(refuse, NOW_MS + 5_000))
    expect(await readState()).toMatchObject({ failures: 2, nextRunAt: new Date(NOW_MS + 15_000) })
    await runStep(task(async () => OK, NOW_MS + 15_000))
    expect(await readState()).toMatchObject({ state: 'ok', failures: 0, detail: null })
    const runs = await selectRows<{ outcome: string }>(db.pool, 'SELECT outcome FROM sync_run ORDER BY id', [])
    expect(runs.map(({ outcome }) => outcome)).toEqual(['denied', 'denied', 'ok'])
  })

  it('a budget that is used up stops the step and says so', async () => {
    await runStep(
      task(async () => {
        throw new BudgetUsedUp({ accountId: '', source: '', period: 'day', usd: 5 })
      }),
    )
    const state = await readState()
    expect(state).toMatchObject({ state: 'budget', detail: expect.stringContaining('budget of $5') })
    expect(state?.nextRunAt.getTime()).toBeGreaterThanOrEqual(NOW_MS + 300_000)
  })
})

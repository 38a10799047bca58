import { afterAll, beforeAll, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type SeededPlace, seedFunction, seedPlace, T0 } from '@/lib/server/testing/seed'
import {
  ACCESS_DENIED,
  type Answer,
  type AnsweringAws,
  openTestAws,
  startAnsweringAws,
} from '@/lib/sync/aws/testing/answering-aws'
import { runStep } from '@/lib/sync/run-step'
import { syncFunctionDetails } from '@/lib/sync/steps/sync-function-details'

const MINUTE_MS = 60_000
const POLICY = { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'events' }] }) }
const EMPTY = {
  Functions: [],
  Versions: [],
  EventSourceMappings: [],
  Aliases: [],
  ProvisionedConcurrencyConfigs: [],
  FunctionEventInvokeConfigs: [],
  FunctionUrlConfigs: [],
  RecursiveLoop: 'Terminate',
  UpdateRuntimeOn: 'Auto',
  AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 },
}
let db: TestDb
let place: SeededPlace
let aws: AnsweringAws
let answers: Answers

beforeAll(async () => {
  db = await openTestDb()
  aws = await startAnsweringAws(({ name, path }) => {
    const fn = /\/functions\/([^/]+)/.exec(path)?.[1] ?? ''
    const Configuration = { FunctionName: fn, FunctionArn: `arn:${fn}` }
    return name in answers ? (answers[name]?.(fn) ?? ACCESS_DENIED) : { ...EMPTY, Configuration, ...POLICY }
  })
  place = await seedPlace(db)
  for (const name of ['checkout', 'orders']) await seedFunction(db, place, name)
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES ($1, 'function-details', '', 'inventory', 'epoch')`,
    [place.id],
  )
})

afterAll(async () => {
  aws?.close()
  await db?.close()
})

/** By the last part of the path, of the function that it names; null is a refusal. */
type Answers = Record<string, (fn: string) => Answer | null>

/** Runs the step so many minutes after T0 against a Lambda that gives these answers. */
async function runAt(minute: number, given: Answers): Promise<void> {
  answers = given
  const { clients } = aws
  const nowMs = T0 + minute * MINUTE_MS
  const openAws = (_nowMs: number, signal: AbortSignal) =>
    openTestAws({ accountRegionId: place.id, region: place.region, clients, nowMs, signal })
  const settings = { backfillMs: MINUTE_MS, metricsEveryMs: MINUTE_MS, hashKey: '' }
  const { signal } = new AbortController()
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch'`)
  const task = { pool: db.pool, place, step: syncFunctionDetails, subject: '', settings, openAws, signal }
  await runStep({ ...task, clock: () => nowMs })
}

function changes() {
  const sql = `
    SELECT f.name, c.kind, ((extract(epoch FROM known_after) * 1000 - $1) / 60000)::int AS after_minute
    FROM function_change c JOIN lambda_function f ON f.id = c.function_id ORDER BY c.noticed_at, f.name`
  return selectRows(db.pool, sql, [T0])
}

it('tells what changed while a detail was refused, and takes that detail itself for nothing that changed', async () => {
  const refused = { policy: () => null }
  await runAt(0, refused)
  await runAt(10, refused)
  const url = { FunctionUrl: 'https://x.lambda-url.eu-west-1.on.aws/', FunctionArn: 'arn:orders', AuthType: 'NONE' }
  const urls = (name: string) => ({ FunctionUrlConfigs: name === 'orders' ? [url] : [] })
  await runAt(20, { urls })
  await runAt(30, { urls })
  expect(await changes()).toEqual([{ name: 'orders', kind: 'url', after_minute: 0 }])
  const policies = await selectRows(db.pool, 'SELECT DISTINCT function_id FROM function_policy', [])
  expect(policies).toHaveLength(2)
  await runAt(100, { urls, policy: () => ({ Policy: '{"Version":"2012-10-17"}' }) })
  expect((await changes()).slice(1)).toEqual([
    { name: 'checkout', kind: 'policy', after_minute: 30 },
    { name: 'orders', kind: 'policy', after_minute: 30 },
  ])
})

it('asks for loops and runtime updates after the first pass, then once a day, and at once when the revision is another', async () => {
  const asked: string[] = []
  let loop = 'Terminate'
  const counted = (minute: number) => {
    asked.length = 0
    const setting = (answer: () => Answer) => (fn: string) => {
      asked.push(fn)
      return answer()
    }
    return runAt(minute, {
      'recursion-config': setting(() => ({ RecursiveLoop: loop })),
      'runtime-management-config': setting(() => ({ UpdateRuntimeOn: 'Auto' })),
    })
  }
  const DAY = 24 * 60
  const anew = 'recursion_at = NULL, runtime_management_at = NULL, details_at = NULL'
  await db.pool.query(
    `UPDATE lambda_function SET ${anew}, package_type = CASE name WHEN 'orders' THEN 'Image' ELSE 'Zip' END`,
  )
  await counted(200)
  expect(asked).toEqual(['checkout', 'orders', 'checkout'])
  await counted(270)
  expect(asked).toEqual([])
  await db.pool.query(`UPDATE lambda_function SET details_at = NULL WHERE name = 'orders'`)
  await counted(280)
  expect(asked).toEqual(['orders'])
  loop = 'Allow'
  await counted(200 + DAY)
  expect(asked).toEqual(['checkout', 'checkout'])
  const told = `SELECT subject, before, after FROM function_change WHERE kind = 'configuration'`
  expect(await selectRows(db.pool, told, [])).toEqual([
    { subject: 'recursive_loop', before: 'Terminate', after: 'Allow' },
  ])
})

it('takes the refusal of a setting for nothing that would have the other details read again', async () => {
  const DAY = 24 * 60
  const asked: string[] = []
  const refused = {
    'recursion-config': (fn: string) => {
      asked.push(fn)
      return null
    },
  }
  const [before] = await selectRows<{ n: number }>(db.pool, 'SELECT count(*)::int AS n FROM function_change', [])
  await runAt(3 * DAY, refused)
  asked.length = 0
  await runAt(3 * DAY + 10, refused)
  await runAt(3 * DAY + 20, refused)
  expect(asked).toEqual(['checkout', 'checkout'])
  const [after] = await selectRows<{ n: number }>(db.pool, 'SELECT count(*)::int AS n FROM function_change', [])
  expect(after).toEqual(before)
})

it('lists the versions of a function that tells of another one, and of all rarely where that takes many calls', async () => {
  const START = 5 * 24 * 60
  const asked: string[] = []
  let isPublished = false
  const told: Answers = {
    functions: () => {
      asked.push('all')
      return EMPTY
    },
    versions: (name) => {
      asked.push(name)
      const version = { FunctionName: name, FunctionArn: `arn:${name}:7`, Version: '7' }
      const LastModified = new Date(T0 + (START + 11) * MINUTE_MS).toISOString()
      return { Versions: isPublished ? [{ ...version, LastModified }] : [] }
    },
  }
  const askedAt = async (minute: number, given: Answers = {}) => {
    asked.length = 0
    await runAt(START + minute, { ...told, ...given })
    return [...asked]
  }
  // What was refused before answers again.
  await askedAt(-20)
  await askedAt(-10)
  expect(await askedAt(0)).toEqual(['all'])
  expect(await askedAt(10)).toEqual(['all'])
  await db.pool.query(`UPDATE sync_state SET cursor = cursor || '{"versionsCalls": 500}'`)
  expect(await askedAt(20)).toEqual([])
  await db.pool.query(`UPDATE lambda_function SET details_at = NULL WHERE name = 'orders'`)
  isPublished = true
  expect(await askedAt(30)).toEqual(['orders'])
  expect((await changes()).at(-1)).toEqual({ name: 'orders', kind: 'version', after_minute: START + 10 })
  expect(await askedAt(40)).toEqual([])
  const change = `UPDATE lambda_function SET last_modified_at = $1 WHERE name = 'orders'`
  await db.pool.query(change, [new Date(T0 + (START + 45) * MINUTE_MS)])
  expect(await askedAt(50)).toEqual(['orders'])
  const live = { Name: 'live', FunctionVersion: '7', RoutingConfig: { AdditionalVersionWeights: { '8': 0.1 } } }
  const aliases = (name: string) => ({ Aliases: name === 'orders' ? [live] : [] })
  expect(await askedAt(110, { aliases })).toEqual(['orders'])
  await db.pool.query(
    `INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic, last_point_at)
     SELECT account_region_id, id, 'live', '3', 'Invocations', 'Sum', $1 FROM lambda_function WHERE name = 'checkout'`,
    [new Date(T0 + (START + 115) * MINUTE_MS)],
  )
  // The alias' second version is not among the listed ones yet.
  expect(await askedAt(120)).toEqual(['checkout', 'orders'])
  expect(await askedAt(24 * 60)).toEqual(['all'])
})

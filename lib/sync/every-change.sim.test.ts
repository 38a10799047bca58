import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProgram } from '@/e2e/fixtures/build-program'
import { selectRows } from '@/lib/server/db'
import { listChanges } from '@/lib/server/queries/list-changes'
import {
  askSimulator,
  openTestDb,
  pullInventory,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'
import { OWNER_CHANGES, type OwnerChange, type ShownFunction } from '@/lib/sync/testing/owner-changes'

const REGION = 'eu-west-1'
/** Longer than anything rests that is asked rarely. */
const ROUND_MS = 25 * 3_600_000

type Doing = { change: OwnerChange; name: string }
type Told = { functionName: string; kind: string; subject: string; before: unknown; after: unknown }

let world: TestWorld
let db: TestDb
let fleet: ShownFunction[]
let doings: Doing[]
let nowMs = TEST_NOW_MS

beforeAll(async () => {
  world = await startWorld({ functions: 36, hours: 1 })
  db = await openTestDb()
  // The second look knows of everything that it is not the first one.
  await look()
  await look()
  const truth = `/_truth?from=${TEST_NOW_MS}&to=${TEST_NOW_MS}&region=${REGION}`
  const { functions } = await askSimulator<{ functions: { name: string }[] }>(world, truth)
  fleet = await Promise.all(functions.map(({ name }) => owner(name, {})))
  doings = assign()
}, 120_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
})

async function look(): Promise<void> {
  nowMs += ROUND_MS
  await pullInventory(db, { nowMs, region: REGION })
}

/** Does something to a function, and answers what it was before. */
async function owner(functionName: string, set: object | null): Promise<ShownFunction> {
  const body = JSON.stringify({ region: REGION, functionName, set })
  const { before } = await askSimulator<{ before: ShownFunction }>(world, '/_changes', { method: 'POST', body })
  return before
}

/** Each change to a function that it fits, with no other of the kind: of those to the one with the least to do. */
function assign(): Doing[] {
  const done = new Map<string, string[]>()
  const ofFunction = (name: string) => done.get(name) ?? []
  const ordered = OWNER_CHANGES.toSorted((a, b) => Number(b.isOnly ?? false) - Number(a.isOnly ?? false))
  return ordered.map((change) => {
    const [fn] = fleet
      .filter((one) => (change.fits?.(one) ?? true) && !ofFunction(one.name).some((kind) => clashes(kind, change, one)))
      .toSorted((a, b) => ofFunction(a.name).length - ofFunction(b.name).length)
    if (fn === undefined) throw new Error(`No function is left for ${String(change.told)}`)
    done.set(fn.name, [...ofFunction(fn.name), kindOf(change, fn)])
    return { change, name: fn.name }
  })
}

/** The fields of a configuration are told one by one. */
function kindOf(change: OwnerChange, fn: ShownFunction): string {
  const { kind, subject } = change.told(fn)
  return kind === 'configuration' ? subject : kind
}

function clashes(kind: string, change: OwnerChange, fn: ShownFunction): boolean {
  return kind === 'deleted' || kind === kindOf(change, fn)
}

async function listNew(): Promise<Told[]> {
  const { items } = await listChanges(db, { from: TEST_NOW_MS - ROUND_MS, to: nowMs + 1, limit: 1000 }, nowMs)
  return items
    .filter(({ noticedAtMs }) => noticedAtMs === nowMs)
    .map(({ functionName, kind, subject, before, after }) => ({ functionName, kind, subject, before, after }))
}

const keyOf = ({ functionName, kind, subject }: Told) => `${functionName} ${kind} ${subject}`
const sorted = (told: Told[]) => told.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

function initial(name: string): ShownFunction {
  const fn = fleet.find((one) => one.name === name)
  if (fn === undefined) throw new Error(`There is no ${name}`)
  return fn
}

/** What the changes are, in the order of the columns that a change is told in. */
function expected(): Told[] {
  return doings.map(({ change, name }) => {
    const { kind, subject, before, after } = change.told(initial(name))
    return { functionName: name, kind, subject, before, after }
  })
}

it('finds each kind of change exactly once, with what was before and what is after', async () => {
  for (const { change, name } of doings) await owner(name, change.set(await owner(name, {}), nowMs + ROUND_MS))
  await look()
  expect(sorted(await listNew())).toEqual(sorted(expected()))
  expect(expected()).toHaveLength(OWNER_CHANGES.length)
  await look()
  expect(await listNew()).toEqual([])
})

/** What a worker prints that pulls while answers of the control plane break off or are not what they should be. */
async function printOfDisturbedPull(): Promise<string> {
  nowMs += ROUND_MS
  const rules = ['cut-body', 'bad-fields', 'bad-type'].map((kind) => ({ kind, service: 'lambda', every: 3 }))
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rules) })
  const env = { DATABASE_URL: db.url, PULL_NOW_MS: String(nowMs), PULL_BACKFILL_MS: '60000', LOG_LEVEL: 'trace' }
  const program = await buildProgram('lib/sync/testing/pull-process.ts')
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE kind = 'inventory'`)
  const child = spawn(process.execPath, [program.file], {
    env: { ...process.env, ...world.env, ...env, LAMBDASCOPE_REGIONS: REGION },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => printed.push(part.toString()))
  await once(child, 'close')
  await program.remove()
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  return printed.join('')
}

it('keeps no value of a variable in any table, nor prints one, also where answers break off within it', async () => {
  const printed = await printOfDisturbedPull()
  const failed = `SELECT 1 FROM sync_run WHERE step LIKE 'function%' AND outcome <> 'ok' AND started_at >= $1`
  expect((await selectRows(db.pool, failed, [new Date(nowMs)])).length).toBeGreaterThan(0)
  expect(printed).not.toContain('hunter2')
  const sql = `SELECT quote_ident(relname) AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`
  const tables = await selectRows<{ name: string }>(db.pool, sql, [])
  expect(tables.length).toBeGreaterThan(20)
  for (const { name } of tables) {
    const found = await selectRows(db.pool, `SELECT 1 FROM ${name} t WHERE strpos(t::text, 'hunter2') > 0`, [])
    expect(found, name).toEqual([])
  }
})

it('finds each of them once more when it is taken back', async () => {
  const none = { KMSKeyArn: '', DeadLetterConfig: {}, Layers: [], Runtime: '', Handler: '' }
  for (const name of new Set(doings.map((doing) => doing.name))) {
    const { configuration, ...others } = initial(name)
    await owner(name, { ...others, configuration: { ...none, ...configuration } })
  }
  await look()
  const back = expected().map(({ before, after, ...told }) => {
    if (told.kind === 'deleted') return { ...told, kind: 'created', before, after }
    return told.subject === 'values' ? { ...told, before, after } : { ...told, before: after, after: before }
  })
  expect(sorted(await listNew())).toEqual(sorted(back))
})

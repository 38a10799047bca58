import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { buildWorker } from '@/bench/ingest-parts/build-worker'
import { groupName, PAGE_BYTES } from '@/bench/ingest-parts/make-pages'
import { makeDataDirectory } from '@/e2e/fixtures/start-product'
import { stopProcess } from '@/e2e/fixtures/stop-process'
import { waitForLine } from '@/e2e/fixtures/wait-for-line'
import { WORKER_FLAGS } from '@/lib/launch/children'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { clusterUrl, prepareCluster } from '@/lib/launch/postgres/prepare-cluster'
import { spawnPostgres } from '@/lib/launch/postgres/spawn-postgres'
import { waitForPostgres } from '@/lib/launch/postgres/wait-for-postgres'

/** The moment at which the workers' clocks stand still; the prepared lines end before it. */
const NOW_MS = Date.UTC(2026, 10, 26, 12)
const LONGEST_MS = 15 * 60_000

export type Prepared = { url: string; pages: number; events: number; invocations: number }
/** calls: those to FilterLogEvents; runs: of the steps of log groups that read anything. */
export type Pulled = {
  seconds: number
  rssMb: number
  events: number
  invocations: number
  calls: number
  runs: number
}
export type Ingest = {
  prepared: Prepared
  measureCeilings(pages: number): Promise<{ sdk: number; copy: number }>
  /** Pulls all groups into an empty database with so many worker processes. */
  pull(workers: number): Promise<Pulled>
  close(): Promise<void>
}

/**
 * groups and the events of each; regions that share the groups evenly. pageBytes: of a page; latencyMs: how long an answer
 * takes; rateFactor: what AWS's pace is multiplied with.
 */
export type IngestShape = {
  groups: number
  eventsOfEach: number
  regions: readonly string[]
  pageBytes: number
  latencyMs: number
  rateFactor: number
}

/** As many full pages as can be had, at once. */
export const AT_FULL_SPEED = { regions: ['us-east-1'], pageBytes: PAGE_BYTES, latencyMs: 0, rateFactor: 1_000 }

/**
 * A server of prepared pages, and the embedded Postgres as the product runs it, on an empty cluster: with fsync, and
 * committing to disk.
 */
export async function openIngest(shape: IngestShape): Promise<Ingest> {
  const { groups, eventsOfEach, pageBytes, latencyMs } = shape
  const directory = await makeDataDirectory()
  const cluster = await prepareCluster(directory)
  const postgres = spawnPostgres(cluster)
  postgres.stdout?.resume()
  postgres.stderr?.resume()
  await waitForPostgres(clusterUrl(cluster, 'postgres'))
  const server = start('page-server.ts', [groups, eventsOfEach, NOW_MS - 60_000, pageBytes, latencyMs], {})
  const worker = await buildWorker()
  const prepared = JSON.parse(await waitForLine(server, /^READY (.*)$/, LONGEST_MS)) as Prepared
  let databases = 0
  const openDatabase = async () => {
    databases += 1
    await createDatabase(clusterUrl(cluster, 'postgres'), `bench_${databases}`)
    const url = clusterUrl(cluster, `bench_${databases}`)
    await deployMigrations(url)
    return url
  }
  const env = { AWS_ENDPOINT_URL: prepared.url, AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' }
  return {
    prepared,
    async measureCeilings(pages) {
      const child = start('ceilings.ts', [pages, NOW_MS], { ...env, DATABASE_URL: await openDatabase() })
      return JSON.parse(await waitForLine(child, /^DONE (.*)$/, LONGEST_MS)) as { sdk: number; copy: number }
    },
    async pull(workers) {
      const url = await openDatabase()
      await seed(url, shape)
      const program = [worker.file, String(NOW_MS), String(shape.rateFactor), ...shape.regions]
      return pullWith(program, workers, url, env)
    },
    async close() {
      await stopProcess(server)
      await stopProcess(postgres)
      await worker.remove()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function start(file: string, args: readonly number[], env: Record<string, string>): ChildProcess {
  const flags = ['--conditions=react-server', '--import', 'tsx', path.join('bench/ingest-parts', file)]
  return spawnNode([...flags, ...args.map(String)], env)
}

function spawnNode(args: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
}

async function seed(url: string, { groups, regions }: IngestShape): Promise<void> {
  await withClient(url, async (client) => {
    for (const region of regions) {
      await client.query(`INSERT INTO account_region (account_id, region) VALUES ('123456789012', $1)`, [region])
    }
    for (let group = 0; group < groups; group += 1) {
      const place = 1 + (group % regions.length)
      const name = `bench-${group}`
      await client.query(
        `INSERT INTO lambda_function (account_region_id, arn, name, timeout_s, seen_at) VALUES ($1, $2, $2, 30, now())`,
        [place, name],
      )
      await client.query(
        `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, target_from)
         VALUES ($1, 'logs', $2, 'logs', 'epoch', $3)`,
        [place, groupName(group), new Date(NOW_MS - LONGEST_MS)],
      )
    }
  })
}

async function pullWith(
  program: readonly string[],
  workers: number,
  url: string,
  env: Record<string, string>,
): Promise<Pulled> {
  const children = Array.from({ length: workers }, () =>
    spawnNode([...WORKER_FLAGS, '--conditions=react-server', ...program], { ...env, DATABASE_URL: url }),
  )
  await Promise.all(children.map((child) => waitForLine(child, /^OPEN (.*)$/, LONGEST_MS)))
  const done = children.map((child) => waitForLine(child, /^DONE (.*)$/, LONGEST_MS))
  for (const child of children) child.stdin?.write('go\n')
  const answers = (await Promise.all(done)).map((line) => JSON.parse(line) as { seconds: number; rssMb: number })
  return withClient(url, async (client) => {
    const { rows } = await client.query<Omit<Pulled, 'seconds' | 'rssMb'>>(`
      SELECT (SELECT count(*)::int FROM log_event) AS events,
        (SELECT sum(invocations)::int FROM invocation_minute WHERE result = 'success') AS invocations,
        (SELECT sum(calls)::int FROM api_usage WHERE operation = 'FilterLogEvents') AS calls,
        (SELECT count(*)::int FROM sync_run WHERE rows > 0) AS runs`)
    return {
      seconds: Math.max(...answers.map(({ seconds }) => seconds)),
      rssMb: Math.max(...answers.map(({ rssMb }) => rssMb)),
      ...(rows[0] ?? { events: 0, invocations: 0, calls: 0, runs: 0 }),
    }
  })
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

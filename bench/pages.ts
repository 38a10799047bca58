import { type BrowserContext, chromium } from '@playwright/test'
import type { Figure } from '@/bench/figure'
import { measurePage, type PageLoad } from '@/bench/pages/measure-page'
import { fillFleet } from '@/bench/query/fill-fleet'
import { writeHistory } from '@/bench/query/history'
import { DAY, MINUTE, seededRandom } from '@/bench/query/history-shape'
import { writeInventory } from '@/bench/query/inventory'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { ADMIN_TOKEN, startProduct } from '@/e2e/fixtures/start-product'
import { type ListedPage, listPages } from '@/e2e/screenshots/list-pages'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { openDb } from '@/lib/server/db'
import { ensurePartitions, PARTITIONED_TABLES } from '@/lib/sync/store/ensure-partitions'

const FLEET = {
  full: { functions: 2_000, calls: 3_000_000, days: 30 },
  quick: { functions: 100, calls: 60_000, days: 8 },
}
const EXAMPLE = { functionName: 'fn-000', place: 'region=eu-west-1', alias: 'live' }
/** How often a page is asked of the server and loaded by a browser. */
const RUNS = { full: { server: 30, browser: 3 }, quick: { server: 5, browser: 1 } }
/** A server that runs has compiled what it runs often, and its connections have planned what is asked often. */
const WARM_UP = 10
/** The first start after a change of sources builds. */
const START_MS = 5 * 60_000
const SLOWDOWNS = [
  { suffix: '', rate: 1 },
  { suffix: '.slow4x', rate: 4 },
]
/** What pages promise without a slowdown, in ms and KB. */
const AT_MOST = { serverMs: 80, jsKb: 230, jsWithChartsKb: 300, jsBeforePaintKb: 200, paintMs: 600, blockingMs: 100 }
const RANGE_CHANGE_MS = 300

/**
 * Every page of a fleet of 2,000 functions with 30 days of rollups: what the server takes to answer it (p95, over a day and
 * over 30 days), and what a browser with an empty cache sees of it (median), also with its processor slowed down four times.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const size = quick ? 'quick' : 'full'
  const postgres = await startTemporaryPostgres()
  try {
    const url = new URL(postgres.url)
    url.pathname = '/pages'
    await createDatabase(postgres.url, 'pages')
    await deployMigrations(url.href)
    await prepare(url.href, FLEET[size])
    // Web alone: a worker would pull, and nobody is there to be asked.
    const env = { DATABASE_URL: url.href, LAMBDASCOPE_ROLE: 'web', LAMBDASCOPE_SOURCE: 'aws', AWS_REGION: 'eu-west-1' }
    const product = await startProduct({ env, timeoutMs: START_MS })
    try {
      await measureAll(product.url, product.signInUrl, RUNS[size], report)
    } finally {
      await product.stop()
    }
  } finally {
    await postgres.stop()
  }
}

async function prepare(databaseUrl: string, fleet: (typeof FLEET)['full']): Promise<void> {
  const startedAt = performance.now()
  const toMs = Math.floor(Date.now() / MINUTE) * MINUTE
  const db = openDb(databaseUrl, 4)
  try {
    await ensurePartitions(db.pool, PARTITIONED_TABLES, { fromMs: toMs - (fleet.days + 1) * DAY, toMs: toMs + DAY })
    const history = await writeInventory(db, { ...fleet, toMs, random: seededRandom(1) })
    await writeHistory(databaseUrl, history)
    await fillFleet(db, history)
  } finally {
    await db.close()
  }
  console.error(`prepared in ${Math.round((performance.now() - startedAt) / 1000)} s`)
}

async function measureAll(
  url: string,
  signInUrl: string,
  runs: (typeof RUNS)['full'],
  report: (figure: Figure) => void,
): Promise<void> {
  const browser = await chromium.launch(CHROMIUM)
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(signInUrl)
    await page.waitForURL((address) => !address.pathname.startsWith('/welcome'))
    await page.close()
    const find = async <Answer>(address: string): Promise<Answer> => {
      const response = await fetch(url + address, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
      if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`)
      return response.json()
    }
    for (const listed of await listPages(find, EXAMPLE)) {
      await measureServer(context, url, listed, runs.server, report)
      await measureBrowser(context, url, listed, runs.browser, report)
    }
  } finally {
    await browser.close()
  }
}

async function measureServer(
  context: BrowserContext,
  url: string,
  { name, path }: ListedPage,
  runs: number,
  report: (figure: Figure) => void,
): Promise<void> {
  const cookies = await context.cookies()
  const cookie = cookies.map((one) => `${one.name}=${one.value}`).join('; ')
  for (const { range, suffix } of [
    { range: '24h', suffix: '' },
    { range: '30d', suffix: '.30d' },
  ]) {
    const times: number[] = []
    for (let run = -WARM_UP; run < runs; run += 1) {
      const startedAt = performance.now()
      const response = await fetch(`${url}${path}${path.includes('?') ? '&' : '?'}range=${range}`, {
        headers: { cookie },
      })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${path} answered ${response.status}`)
      if (run >= 0) times.push(performance.now() - startedAt)
    }
    const value = rankOf(times, 0.95)
    report({ name: `pages.${name}${suffix}.server_p95_ms`, value, unit: 'ms', n: runs, atMost: AT_MOST.serverMs })
  }
}

async function measureBrowser(
  context: BrowserContext,
  url: string,
  { name, path, hasCharts }: ListedPage,
  runs: number,
  report: (figure: Figure) => void,
): Promise<void> {
  for (const { suffix, rate } of SLOWDOWNS) {
    const loads: PageLoad[] = []
    for (let run = 0; run < runs; run += 1) loads.push(await measurePage(context, url + path, rate))
    const isLimited = rate === 1
    const say = (figure: string, of: (load: PageLoad) => number | null, unit: string, atMost?: number) => {
      const values = loads.map(of).filter((value) => value !== null)
      if (values.length === 0) return
      const limit = isLimited && atMost !== undefined ? { atMost } : {}
      report({ name: `pages.${name}${suffix}.${figure}`, value: rankOf(values, 0.5), unit, n: values.length, ...limit })
    }
    if (isLimited) {
      say('js_gzip_kb', ({ jsKb }) => jsKb, 'KB', hasCharts ? AT_MOST.jsWithChartsKb : AT_MOST.jsKb)
      say('js_before_paint_kb', ({ jsBeforePaintKb }) => jsBeforePaintKb, 'KB', AT_MOST.jsBeforePaintKb)
    }
    say('lcp_ms', ({ paintMs }) => paintMs, 'ms', AT_MOST.paintMs)
    say('blocking_ms', ({ blockingMs }) => blockingMs, 'ms', AT_MOST.blockingMs)
    say('shift', ({ shift }) => shift, 'score', 0)
    say('range_change_ms', ({ rangeChangeMs }) => rangeChangeMs, 'ms', RANGE_CHANGE_MS)
  }
}

function rankOf(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? Number.NaN
}

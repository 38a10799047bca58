import { type BrowserContext, chromium } from '@playwright/test'
import type { Figure } from '@/bench/figure'
import { measureTracePage, type TraceLoad } from '@/bench/trace-page/measure-trace-page'
import { storeTraces } from '@/bench/trace-page/store-traces'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { startProduct } from '@/e2e/fixtures/start-product'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { openDb } from '@/lib/server/db'

const SIZES = [1_000, 10_000, 50_000] as const
/** Each load is of a trace that the server has not seen before. */
const RUNS = { full: 5, quick: 1 }
/** A server that runs has compiled what it runs often. */
const WARM_UP = 2
/** The first start after a change of sources builds. */
const START_MS = 5 * 60_000
const AGO_MS = 3_600_000

/** What the page promises: ms, KB, MB, frames a second and percent. */
const AT_MOST = {
  painted: { 1000: 600, 10000: 650, 50000: 750 },
  blocking: 100,
  js: 300,
  jsBeforePaint: 220,
  data: 300,
  heap: 15,
  click: 50,
  longestFrame: 50,
  blank: 1,
} as const
const AT_LEAST = { scroll: 58, fling: 55 } as const

/**
 * What a browser sees of traces of 1,000, 10,000 and 50,000 spans (median): from the navigation to the first rows, and how
 * the page answers to clicks and scrolling. The traces are stored as the pull stores them, and read by the product's own page.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const runs = RUNS[quick ? 'quick' : 'full']
  const postgres = await startTemporaryPostgres()
  try {
    const url = new URL(postgres.url)
    url.pathname = '/traces'
    await createDatabase(postgres.url, 'traces')
    await deployMigrations(url.href)
    const traces = await prepare(url.href, runs)
    // Web alone: a worker would pull, and nobody is there to be asked.
    const env = { DATABASE_URL: url.href, LAMBDASCOPE_ROLE: 'web', LAMBDASCOPE_SOURCE: 'aws', AWS_REGION: 'eu-west-1' }
    const product = await startProduct({ env, timeoutMs: START_MS })
    try {
      await measureAll(product, traces, report)
    } finally {
      await product.stop()
    }
  } finally {
    await postgres.stop()
  }
}

type Stored = { spans: (typeof SIZES)[number]; ids: string[] }

async function prepare(databaseUrl: string, runs: number): Promise<Stored[]> {
  const db = openDb(databaseUrl, 2)
  try {
    const stored: Stored[] = []
    const startMs = Math.floor((Date.now() - AGO_MS) / 1000) * 1000
    for (const spans of SIZES) {
      stored.push({ spans, ids: await storeTraces(db, { spans, traces: WARM_UP + runs, startMs }) })
    }
    await db.pool.query('VACUUM ANALYZE')
    await db.pool.query('CHECKPOINT')
    return stored
  } finally {
    await db.close()
  }
}

async function measureAll(
  { url, signInUrl }: { url: string; signInUrl: string },
  traces: readonly Stored[],
  report: (figure: Figure) => void,
): Promise<void> {
  const browser = await chromium.launch(CHROMIUM)
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(signInUrl)
    await page.waitForURL((address) => !address.pathname.startsWith('/welcome'))
    await page.close()
    for (const { spans, ids } of traces) reportLoads(spans, await measureSize(context, url, ids), report)
  } finally {
    await browser.close()
  }
}

async function measureSize(context: BrowserContext, url: string, ids: readonly string[]): Promise<TraceLoad[]> {
  const loads: TraceLoad[] = []
  for (const id of ids) loads.push(await measureTracePage(context, `${url}/traces/${id}`))
  return loads.slice(WARM_UP)
}

function reportLoads(
  spans: (typeof SIZES)[number],
  loads: readonly TraceLoad[],
  report: (figure: Figure) => void,
): void {
  const say = (
    name: string,
    of: (load: TraceLoad) => number,
    unit: string,
    limit: Pick<Figure, 'atMost' | 'atLeast'>,
  ) => {
    const value = medianOf(loads.map(of))
    report({ name: `trace-page.${spans}.${name}`, value, unit, n: loads.length, ...limit })
  }
  say('painted_ms', ({ paintedMs }) => paintedMs, 'ms', { atMost: AT_MOST.painted[spans] })
  say('blocking_ms', ({ blockingMs }) => blockingMs, 'ms', { atMost: AT_MOST.blocking })
  say('js_gzip_kb', ({ jsKb }) => jsKb, 'KB', { atMost: AT_MOST.js })
  say('js_before_paint_kb', ({ jsBeforePaintKb }) => jsBeforePaintKb, 'KB', { atMost: AT_MOST.jsBeforePaint })
  say('data_gzip_kb', ({ dataKb }) => dataKb, 'KB', { atMost: AT_MOST.data })
  say('heap_mb', ({ heapMb }) => heapMb, 'MB', { atMost: AT_MOST.heap })
  say('click_ms', ({ clickMs }) => clickMs, 'ms', { atMost: AT_MOST.click })
  say('collapse_ms', ({ collapseMs }) => collapseMs, 'ms', { atMost: AT_MOST.click })
  say('scroll_fps', ({ scroll }) => scroll.fps, 'fps', { atLeast: AT_LEAST.scroll })
  say('scroll_longest_frame_ms', ({ scroll }) => scroll.longestMs, 'ms', { atMost: AT_MOST.longestFrame })
  say('fling_fps', ({ fling }) => fling.fps, 'fps', { atLeast: AT_LEAST.fling })
  say('fling_blank', ({ fling }) => fling.blankPercent, '%', { atMost: AT_MOST.blank })
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

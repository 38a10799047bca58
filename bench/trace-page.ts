import { type BrowserContext, chromium } from '@playwright/test'
import type { Figure } from '@/bench/figure'
import { JAEGER_PARTS } from '@/bench/trace-page/jaeger/jaeger-parts'
import { type JaegerServer, serveJaeger } from '@/bench/trace-page/jaeger/serve-jaeger'
import { listTraces } from '@/bench/trace-page/list-traces'
import { makeTrace, type TraceOptions } from '@/bench/trace-page/make-trace'
import { measureTracePage, type TraceLoad } from '@/bench/trace-page/measure-trace-page'
import { OWN_PARTS } from '@/bench/trace-page/page-parts'
import { type Limits, paintedRatio, reportLoads } from '@/bench/trace-page/report-loads'
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
const HOW_TO_MEASURE_JAEGER = 'Jaeger UI is measured beside it when JAEGER_UI names a build of it: docs/performance.md.'

/** What the page promises, of any size and of each. */
const LIMITS: Limits = {
  blocking_ms: { atMost: 100 },
  js_gzip_kb: { atMost: 300 },
  js_before_paint_kb: { atMost: 220 },
  data_gzip_kb: { atMost: 300 },
  heap_mb: { atMost: 15 },
  click_ms: { atMost: 50 },
  collapse_ms: { atMost: 50 },
  scroll_fps: { atLeast: 58 },
  scroll_longest_frame_ms: { atMost: 50 },
  fling_fps: { atLeast: 55 },
  fling_blank: { atMost: 1 },
}
const PAINTED_MS = { 1000: 600, 10000: 650, 50000: 750 }
/** How many times as long as ours the page of Jaeger takes until its rows are painted. */
const PAINTED_RATIO = { 1000: 2, 10000: 2.5, 50000: 3 }

/**
 * What a browser sees of traces of 1,000, 10,000 and 50,000 spans (median): from the navigation to the first rows, and how
 * the page answers to clicks and scrolling. The traces are stored as the pull stores them, and read by the product's own page.
 * With JAEGER_UI, the folder of a build of Jaeger UI, its page is measured the same way, in turn, with the same traces.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const folder = process.env.JAEGER_UI
  if (!folder) console.error(HOW_TO_MEASURE_JAEGER)
  const jaeger = folder ? await serveJaeger(folder) : null
  try {
    await measure(RUNS[quick ? 'quick' : 'full'], jaeger, report)
  } finally {
    await jaeger?.close()
  }
}

async function measure(runs: number, peer: JaegerServer | null, report: (figure: Figure) => void): Promise<void> {
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
      await measureAll(product, { traces, peer }, report)
    } finally {
      await product.stop()
    }
  } finally {
    await postgres.stop()
  }
}

type Stored = { spans: (typeof SIZES)[number]; traces: TraceOptions[] }

async function prepare(databaseUrl: string, runs: number): Promise<Stored[]> {
  const db = openDb(databaseUrl, 2)
  try {
    const stored: Stored[] = []
    const startMs = Math.floor((Date.now() - AGO_MS) / 1000) * 1000
    for (const spans of SIZES) {
      const traces = listTraces({ spans, traces: WARM_UP + runs, startMs })
      await storeTraces(db, traces)
      stored.push({ spans, traces })
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
  { traces: stored, peer }: { traces: readonly Stored[]; peer: JaegerServer | null },
  report: (figure: Figure) => void,
): Promise<void> {
  const browser = await chromium.launch(CHROMIUM)
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(signInUrl)
    await page.waitForURL((address) => !address.pathname.startsWith('/welcome'))
    await page.close()
    for (const { spans, traces } of stored) {
      const { own, jaeger } = await measureSize(context, { url, traces, peer })
      const limits = { ...LIMITS, painted_ms: { atMost: PAINTED_MS[spans] } }
      reportLoads({ prefix: `trace-page.${spans}`, loads: own, limits }, report)
      if (peer === null) continue
      reportLoads({ prefix: `trace-page.jaeger.${spans}`, loads: jaeger }, report)
      const ratio = { value: paintedRatio(jaeger, own), unit: 'times', n: own.length, atLeast: PAINTED_RATIO[spans] }
      report({ name: `trace-page.${spans}.painted_vs_jaeger`, ...ratio })
    }
  } finally {
    await browser.close()
  }
}

/** Each trace in our page, then in Jaeger's, which is clicked and scrolled once: that takes it three times as long as ours. */
async function measureSize(
  context: BrowserContext,
  { url, traces, peer }: { url: string; traces: readonly TraceOptions[]; peer: JaegerServer | null },
): Promise<{ own: TraceLoad[]; jaeger: TraceLoad[] }> {
  const own: TraceLoad[] = []
  const jaeger: TraceLoad[] = []
  for (const [at, trace] of traces.entries()) {
    own.push(await measureTracePage(context, { url: `${url}/traces/${trace.traceId}`, parts: OWN_PARTS, isUsed: true }))
    if (peer === null) continue
    const address = peer.hold(trace.traceId, makeTrace(trace))
    jaeger.push(await measureTracePage(context, { url: address, parts: JAEGER_PARTS, isUsed: at === WARM_UP }))
  }
  return { own: own.slice(WARM_UP), jaeger: jaeger.slice(WARM_UP) }
}

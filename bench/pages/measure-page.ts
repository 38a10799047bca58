import type { BrowserContext, CDPSession, Page } from '@playwright/test'

/** What a browser saw of one load of a page. Sizes in KB as transferred, times in ms, shift as a score. */
export type PageLoad = {
  jsKb: number
  jsBeforePaintKb: number
  paintMs: number
  blockingMs: number
  shift: number
  /** Null on pages that a range does nothing to. */
  rangeChangeMs: number | null
}

/** Times are taken in the page, where the browser tells of paints, long tasks and shifts. */
declare global {
  var seen: { paintMs: number; blockingMs: number; shift: number }
}

const SETTLED_MS = 200
const LONG_TASK_MS = 50
/** When nothing was asked by then, the page has no range. */
const ASKED_MS = 1_000
/* What runs in the page is sent there as it was compiled, with calls of a helper that only modules have. */
const HELPER = 'globalThis.__name = (value) => value'

/** Loads a page with an empty cache, the processor slowed down so many times, and then changes its range. */
export async function measurePage(context: BrowserContext, url: string, slowdown: number): Promise<PageLoad> {
  const page = await context.newPage()
  try {
    await page.addInitScript({ content: HELPER })
    await page.addInitScript(observe, LONG_TASK_MS)
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    const scripts = watchScripts(session)
    const response = await page.goto(url, { waitUntil: 'load' })
    if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}`)
    await page.waitForFunction(() => document.querySelector('.skeleton') === null)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(SETTLED_MS)
    const seen = await page.evaluate(() => globalThis.seen)
    const jsKb = scripts.kbUntil(Number.POSITIVE_INFINITY)
    const jsBeforePaintKb = scripts.kbUntil(seen.paintMs)
    return { ...seen, jsKb, jsBeforePaintKb, rangeChangeMs: await changeRange(page) }
  } finally {
    await page.close()
  }
}

function observe(longTaskMs: number): void {
  globalThis.seen = { paintMs: 0, blockingMs: 0, shift: 0 }
  const watch = (type: string, see: (entry: PerformanceEntry) => void) => {
    new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true })
  }
  watch('largest-contentful-paint', ({ startTime }) => {
    globalThis.seen.paintMs = startTime
  })
  watch('longtask', ({ duration }) => {
    globalThis.seen.blockingMs += Math.max(0, duration - longTaskMs)
  })
  watch('layout-shift', (entry) => {
    if ('value' in entry && typeof entry.value === 'number') globalThis.seen.shift += entry.value
  })
}

/** Transferred bytes of the scripts, by when each had arrived after the navigation began. */
function watchScripts(session: CDPSession): { kbUntil(ms: number): number } {
  const scripts = new Set<string>()
  const arrivals: { atS: number; bytes: number }[] = []
  let startS = Number.POSITIVE_INFINITY
  session.on('Network.requestWillBeSent', ({ timestamp }) => {
    startS = Math.min(startS, timestamp)
  })
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' || /javascript/.test(response.mimeType)) scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    if (scripts.has(requestId)) arrivals.push({ atS: timestamp, bytes: encodedDataLength })
  })
  return {
    kbUntil: (ms) =>
      arrivals.filter(({ atS }) => (atS - startS) * 1000 <= ms).reduce((sum, { bytes }) => sum + bytes, 0) / 1024,
  }
}

/** From the press on another range until its figures are painted. */
async function changeRange(page: Page): Promise<number | null> {
  await page
    .getByRole('button', { name: /^Time range/ })
    .first()
    .click()
  const other = page.getByRole('button', { name: '1h', exact: true })
  return other.evaluate(async (button: HTMLElement, mostMs) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const startMs = performance.now()
    const asked = () =>
      performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => startTime >= startMs && /\/api\/(?!health|spend|views)/.test(name))
    button.click()
    const isStale = () => document.querySelector('.stale') !== null
    while (asked().length === 0 || isStale()) {
      if (performance.now() - startMs > mostMs && asked().length === 0 && !isStale()) return null
      if (performance.now() - startMs > 10 * mostMs) return Number.POSITIVE_INFINITY
      await frame()
    }
    await frame()
    await frame()
    return performance.now() - startMs
  }, ASKED_MS)
}

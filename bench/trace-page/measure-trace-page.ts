import type { BrowserContext, Page } from '@playwright/test'
import { NAME_HELPER } from '@/bench/name-helper'
import { timeClicks, timeFrames } from '@/bench/trace-page/use-waterfall-page'
import { watchTransfers } from '@/bench/trace-page/watch-transfers'

/** What a browser with an empty cache saw of one trace. Times in ms, sizes in KB as transferred and MB. */
export type TraceLoad = {
  paintedMs: number
  blockingMs: number
  jsKb: number
  jsBeforePaintKb: number
  dataKb: number
  heapMb: number
  clickMs: number
  collapseMs: number
  scroll: { fps: number; longestMs: number }
  fling: { fps: number; blankPercent: number }
}

declare global {
  var seenOfTrace: { paintedMs: number; blockingMs: number }
}

const SETTLED_MS = 1_000
const LONG_TASK_MS = 50
const SMOOTH = { frames: 240, pixels: 120, whole: false }
/** From top to bottom, however long the trace is; of a short one up again, and down. */
const FLING = { frames: 180, pixels: 2_000, whole: true }
const CLICKS = 12

/** Opens a trace, waits until nothing more comes, and then clicks, scrolls and flings. */
export async function measureTracePage(context: BrowserContext, url: string): Promise<TraceLoad> {
  const page = await context.newPage()
  try {
    await page.addInitScript({ content: NAME_HELPER })
    await page.addInitScript(observe, LONG_TASK_MS)
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    const transfers = watchTransfers(session)
    const response = await page.goto(url, { waitUntil: 'load' })
    if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}`)
    await page.waitForFunction(() => globalThis.seenOfTrace.paintedMs > 0 && !document.querySelector('.skeleton'))
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(SETTLED_MS)
    const { paintedMs, blockingMs } = await page.evaluate(() => globalThis.seenOfTrace)
    const transferred = {
      jsKb: transfers.kbUntil('script', Number.POSITIVE_INFINITY),
      jsBeforePaintKb: transfers.kbUntil('script', paintedMs),
      dataKb: transfers.kbUntil('data', Number.POSITIVE_INFINITY),
    }
    await session.send('HeapProfiler.enable')
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return { paintedMs, blockingMs, ...transferred, heapMb: usedSize / 1024 ** 2, ...(await use(page)) }
  } finally {
    await page.close()
  }
}

async function use(page: Page): Promise<Pick<TraceLoad, 'clickMs' | 'collapseMs' | 'scroll' | 'fling'>> {
  const smooth = await page.evaluate(timeFrames, SMOOTH)
  const fling = await page.evaluate(timeFrames, FLING)
  const clickMs = await page.evaluate(timeClicks, { clicks: CLICKS, on: 'row' as const })
  const collapseMs = await page.evaluate(timeClicks, { clicks: CLICKS, on: 'toggle' as const })
  return {
    clickMs,
    collapseMs,
    scroll: { fps: smooth.fps, longestMs: smooth.longestMs },
    fling: { fps: fling.fps, blankPercent: fling.blankPercent },
  }
}

/** Runs in the page before anything else: when ten rows were there and five of them on the screen, and what blocked. */
function observe(longTaskMs: number): void {
  globalThis.seenOfTrace = { paintedMs: 0, blockingMs: 0 }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      globalThis.seenOfTrace.blockingMs += Math.max(0, duration - longTaskMs)
    }
  }).observe({ type: 'longtask', buffered: true })
  const look = () => {
    const rows = [...document.querySelectorAll('[role="treegrid"] [data-index]')]
    const onScreen = rows.filter((row) => {
      const { top, bottom, height } = row.getBoundingClientRect()
      return height > 0 && top >= 0 && bottom <= window.innerHeight
    })
    if (rows.length < 10 || onScreen.length < 5) requestAnimationFrame(look)
    else {
      requestAnimationFrame(() => {
        globalThis.seenOfTrace.paintedMs = performance.now()
      })
    }
  }
  requestAnimationFrame(look)
}

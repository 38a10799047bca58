import type { BrowserContext, Page } from '@playwright/test'
import { NAME_HELPER } from '@/bench/name-helper'
import type { PageParts } from '@/bench/trace-page/page-parts'
import { timeClicks, timeFrames } from '@/bench/trace-page/use-waterfall-page'
import { watchTransfers } from '@/bench/trace-page/watch-transfers'
import { watchWaterfall } from '@/bench/trace-page/watch-waterfall'

/** What a browser with an empty cache saw of one trace. Times in ms, sizes in KB as transferred and MB. */
export type TraceLoad = {
  paintedMs: number
  blockingMs: number
  jsKb: number
  jsBeforePaintKb: number
  dataKb: number
  heapMb: number
  /** Null when the page was only opened. */
  use: TraceUse | null
}

export type TraceUse = {
  clickMs: number
  collapseMs: number
  scroll: { fps: number; longestMs: number }
  fling: { fps: number; blankPercent: number }
}

/** A trace's page; isUsed: opened alone, or clicked, scrolled and flung too. */
type TracePage = { url: string; parts: PageParts; isUsed: boolean }

const SETTLED_MS = 1_000
const LONG_TASK_MS = 50
const SMOOTH = { frames: 240, pixels: 120, whole: false }
/** From top to bottom, however long the trace is; of a short one up again, and down. */
const FLING = { frames: 180, pixels: 2_000, whole: true }
const CLICKS = 12

/** Opens a trace, waits until nothing more comes, and then scrolls, flings and clicks. */
export async function measureTracePage(context: BrowserContext, { url, parts, isUsed }: TracePage): Promise<TraceLoad> {
  const page = await context.newPage()
  try {
    await page.addInitScript({ content: NAME_HELPER })
    await page.addInitScript(watchWaterfall, { parts, longTaskMs: LONG_TASK_MS })
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    const transfers = watchTransfers(session)
    const response = await page.goto(url, { waitUntil: 'load' })
    if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}`)
    await page.waitForFunction(() => {
      const { paintedMs, parts } = globalThis.waterfall
      return paintedMs > 0 && !document.querySelector(parts.pending)
    })
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(SETTLED_MS)
    const { paintedMs, blockingMs } = await page.evaluate(() => ({
      paintedMs: globalThis.waterfall.paintedMs,
      blockingMs: globalThis.waterfall.blockingMs,
    }))
    const transferred = {
      jsKb: transfers.kbUntil('script', Number.POSITIVE_INFINITY),
      jsBeforePaintKb: transfers.kbUntil('script', paintedMs),
      dataKb: transfers.kbUntil('data', Number.POSITIVE_INFINITY),
    }
    await session.send('HeapProfiler.enable')
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const heapMb = usedSize / 1024 ** 2
    return { paintedMs, blockingMs, ...transferred, heapMb, use: isUsed ? await use(page) : null }
  } finally {
    await page.close()
  }
}

async function use(page: Page): Promise<TraceUse> {
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

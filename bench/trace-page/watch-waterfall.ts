import type { PageParts } from '@/bench/trace-page/page-parts'

/** What a page offers to those who measure it, whatever scrolls its rows. */
export type Waterfall = {
  parts: PageParts
  paintedMs: number
  blockingMs: number
  list(): HTMLElement
  /** What has the scroll position. */
  scroller(): Element
  /** Where rows are seen, in the window. */
  view(): { left: number; top: number; height: number }
  rowsOnScreen(): HTMLElement[]
  rowNamed(name: string | null): HTMLElement | undefined
}

declare global {
  var waterfall: Waterfall
}

/**
 * Runs in the page before anything else, sent there as text: offers the parts of its waterfall, and sees when ten rows were
 * there and five of them on the screen, and what blocked.
 */
export function watchWaterfall({ parts, longTaskMs }: { parts: PageParts; longTaskMs: number }): void {
  const rows = () => [...document.querySelectorAll<HTMLElement>(parts.row)]
  const list = () => {
    const found = document.querySelector<HTMLElement>(parts.list)
    if (found === null) throw new Error('there is no waterfall')
    return found
  }
  const scroller = () => (parts.windowScrolls ? document.documentElement : list())
  const view = () => {
    const { left, top } = list().getBoundingClientRect()
    if (!parts.windowScrolls) return { left, top, height: list().clientHeight }
    // What stands above the rows at first stays there.
    const firstTop = top + scroller().scrollTop
    return { left, top: firstTop, height: window.innerHeight - firstTop }
  }
  const rowsOnScreen = () => {
    const { top, height } = view()
    return rows()
      .map((row) => ({ row, box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.top >= top && box.bottom <= top + height)
      .sort((a, b) => a.box.top - b.box.top)
      .map(({ row }) => row)
  }
  const rowNamed = (name: string | null) => rows().find((row) => row.getAttribute(parts.rowName) === name)
  globalThis.waterfall = { parts, paintedMs: 0, blockingMs: 0, list, scroller, view, rowsOnScreen, rowNamed }
  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) {
      globalThis.waterfall.blockingMs += Math.max(0, duration - longTaskMs)
    }
  }).observe({ type: 'longtask', buffered: true })
  const look = () => {
    const there = rows()
    const onScreen = there.filter((row) => {
      const { top, bottom, height } = row.getBoundingClientRect()
      return height > 0 && top >= 0 && bottom <= window.innerHeight
    })
    if (there.length < 10 || onScreen.length < 5) requestAnimationFrame(look)
    else {
      requestAnimationFrame(() => {
        globalThis.waterfall.paintedMs = performance.now()
      })
    }
  }
  requestAnimationFrame(look)
}

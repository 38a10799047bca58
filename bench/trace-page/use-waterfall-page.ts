/*
 * What runs in the page. Each function is sent there as text and can use nothing that stands outside of it.
 */

/**
 * Scrolls the waterfall down by so many pixels a frame, and up again from its end; whole: by more where it takes more to
 * reach the end. A frame is blank when a tenth, the
 * middle or nine tenths of the waterfall's height show no row. Scrolls between frames, as a wheel does: a page is told
 * before the frame that shows it.
 */
export async function timeFrames({ frames, pixels, whole }: { frames: number; pixels: number; whole: boolean }) {
  const grid = document.querySelector<HTMLElement>('[role="treegrid"]')
  if (grid === null) throw new Error('there is no waterfall')
  grid.scrollTop = 0
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  const betweenFrames = () =>
    new Promise<void>((resolve) => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => resolve()
      channel.port2.postMessage(null)
    })
  const isBlank = () => {
    const box = grid.getBoundingClientRect()
    return [0.1, 0.5, 0.9].some((share) => {
      const y = box.top + grid.clientHeight * share
      return !document.elementFromPoint(box.left + 60, y)?.closest('[data-index]')
    })
  }
  grid.scrollIntoView({ block: 'center' })
  await frame()
  const lengths: number[] = []
  let blank = 0
  const most = whole ? Math.max(pixels, Math.ceil(grid.scrollHeight / frames)) : pixels
  let step = most
  let last = await frame()
  for (let count = 0; count < frames; count += 1) {
    await betweenFrames()
    if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1) step = -most
    if (grid.scrollTop <= 0) step = most
    grid.scrollTop += step
    const now = await frame()
    if (isBlank()) blank += 1
    lengths.push(now - last)
    last = now
  }
  const total = lengths.reduce((sum, ms) => sum + ms, 0)
  return { fps: (frames * 1000) / total, longestMs: Math.max(...lengths), blankPercent: (100 * blank) / frames }
}

/**
 * The median time from a press to the frame that shows what it does: on a row until all of its details stand in the panel,
 * on the arrow of a row until the rows below it are gone. Half of the rows at the top of the trace, half in its middle.
 */
export async function timeClicks({ clicks, on }: { clicks: number; on: 'row' | 'toggle' }): Promise<number> {
  const grid = document.querySelector<HTMLElement>('[role="treegrid"]')
  if (grid === null) throw new Error('there is no waterfall')
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const rowsOnScreen = () => {
    const box = grid.getBoundingClientRect()
    const rows = [...grid.querySelectorAll<HTMLElement>('[data-index]')]
    return rows
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect()
        return top >= box.top && bottom <= box.top + grid.clientHeight
      })
      .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
  }
  const until = async (isDone: () => boolean) => {
    const startMs = performance.now()
    // The frame that shows the change, and the start of the one after it: then it is painted.
    while (!isDone()) {
      if (performance.now() - startMs > 10_000) throw new Error('what was pressed did nothing in ten seconds')
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => resolve()
        channel.port2.postMessage(null)
      })
    })
    return performance.now() - startMs
  }
  const details = () => document.querySelector('aside[aria-label="Segment details"]')
  const times: number[] = []
  for (const share of [0, 0.5]) {
    grid.scrollTop = grid.scrollHeight * share
    await pause(500)
    for (let count = 0; count < clicks / 2; count += 1) {
      if (on === 'row') {
        const row = rowsOnScreen()[count * 2]
        if (row === undefined) break
        const index = row.dataset.index
        row.click()
        const isShown = () => {
          const isSelected = grid.querySelector(`[data-index="${index}"]`)?.getAttribute('aria-selected') === 'true'
          return isSelected && details() !== null && details()?.querySelector('.skeleton, .stale') === null
        }
        times.push(await until(isShown))
      } else {
        const row = rowsOnScreen()
          .filter((one) => one.getAttribute('aria-expanded') === 'true')
          .at(count % 3)
        const arrow = row?.querySelector<HTMLElement>('[data-toggle]')
        if (!row || !arrow) break
        const index = row.dataset.index
        const isClosed = () => grid.querySelector(`[data-index="${index}"]`)?.getAttribute('aria-expanded') === 'false'
        arrow.click()
        times.push(await until(isClosed))
        grid.querySelector<HTMLElement>(`[data-index="${index}"] [data-toggle]`)?.click()
      }
      await pause(200)
    }
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

/*
 * What runs in the page. Each function is sent there as text and can use nothing that stands outside of it but what
 * watchWaterfall left there.
 */

/**
 * Scrolls the waterfall down by so many pixels a frame, and up again from its end; whole: by more where it takes more to
 * reach the end. A frame is blank when a tenth, the middle or nine tenths of the waterfall's height show no row. Scrolls
 * between frames, as a wheel does: a page is told before the frame that shows it.
 */
export async function timeFrames({ frames, pixels, whole }: { frames: number; pixels: number; whole: boolean }) {
  const { parts, list, scroller, view } = globalThis.waterfall
  const box = scroller()
  box.scrollTop = 0
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  const betweenFrames = () =>
    new Promise<void>((resolve) => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => resolve()
      channel.port2.postMessage(null)
    })
  const isBlank = () => {
    const { left, top, height } = view()
    return [0.1, 0.5, 0.9].some(
      (share) => !document.elementFromPoint(left + 60, top + height * share)?.closest(parts.row),
    )
  }
  if (!parts.windowScrolls) list().scrollIntoView({ block: 'center' })
  await frame()
  const lengths: number[] = []
  let blank = 0
  const most = whole ? Math.max(pixels, Math.ceil(box.scrollHeight / frames)) : pixels
  let step = most
  let last = await frame()
  for (let count = 0; count < frames; count += 1) {
    await betweenFrames()
    if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) step = -most
    if (box.scrollTop <= 0) step = most
    box.scrollTop += step
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
  const { parts, scroller, rowsOnScreen, rowNamed } = globalThis.waterfall
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const timeUntil = async (press: () => void, isDone: () => boolean) => {
    const startMs = performance.now()
    press()
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
  const within = (row: HTMLElement | undefined, selector: string | null) =>
    selector === null ? row : (row?.querySelector<HTMLElement>(selector) ?? undefined)
  const isStanding = (name: string | null) => {
    const details = document.querySelector(parts.details)
    if (details === null || details.querySelector(parts.pendingDetails) !== null) return false
    return rowNamed(name)?.matches(parts.selectedRow) === true
  }
  const times: number[] = []
  for (const share of [0, 0.5]) {
    scroller().scrollTop = scroller().scrollHeight * share
    await pause(500)
    for (let count = 0; count < clicks / 2; count += 1) {
      const rows = rowsOnScreen()
      const row = on === 'row' ? rows[count * 2] : rows.filter((one) => one.matches(parts.expandedRow)).at(count % 3)
      const selector = on === 'row' ? parts.opener : parts.toggle
      const pressed = within(row, selector)
      if (row === undefined || pressed === undefined) break
      const name = row.getAttribute(parts.rowName)
      const isDone = on === 'row' ? () => isStanding(name) : () => rowNamed(name)?.matches(parts.collapsedRow) === true
      times.push(await timeUntil(() => pressed.click(), isDone))
      if (on === 'toggle' || parts.closesDetails) within(rowNamed(name), selector)?.click()
      await pause(200)
    }
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

import { FLAG, type TraceColumns } from '@/lib/domain/traces/build-trace-columns'

/** Of the picture: more lines than it has pixels would only take longer to draw. */
export const MINIMAP = { width: 500, height: 32 } as const

const OK = 1
const FAILED = 2

/**
 * All bars of a trace as two SVG paths in a box, those that failed apart. Bars stand at their share of the height; those
 * that fall on the same line are drawn as one.
 */
export function buildMinimapPath({ startUs, durationUs, flags, totalUs }: TraceColumns): {
  ok: string
  failed: string
} {
  const bad = FLAG.error | FLAG.fault | FLAG.throttle
  const { width } = MINIMAP
  const lines = Math.min(MINIMAP.height, startUs.length)
  const cells = new Uint8Array(lines * width)
  for (let index = 0; index < startUs.length; index += 1) {
    const [start, duration] = [startUs[index] ?? 0, durationUs[index] ?? 0]
    const from = Math.min(width - 1, Math.floor((start / totalUs) * width))
    const end = duration < 0 ? totalUs : start + duration
    const to = Math.max(from + 1, Math.min(width, Math.round((end / totalUs) * width)))
    const line = Math.floor((index / startUs.length) * lines) * width
    if (!((flags[index] ?? 0) & bad)) {
      for (let cell = line + from; cell < line + to; cell += 1) cells[cell] = (cells[cell] ?? 0) | OK
    } else cells.fill(FAILED | OK, line + from, line + to)
  }
  return { ok: pathOf(cells, lines, OK), failed: pathOf(cells, lines, FAILED) }
}

/** A stroke for each run of cells that hold the mark. */
function pathOf(cells: Uint8Array, lines: number, mark: number): string {
  const { width, height } = MINIMAP
  let path = ''
  for (let line = 0; line < lines; line += 1) {
    const y = Math.round(((line + 0.5) / lines) * height * 10) / 10
    let from = -1
    for (let x = 0; x <= width; x += 1) {
      const isMarked = x < width && ((cells[line * width + x] ?? 0) & mark) !== 0
      if (isMarked && from < 0) from = x
      if (isMarked || from < 0) continue
      path += `M${from} ${y}h${x - from}`
      from = -1
    }
  }
  return path
}

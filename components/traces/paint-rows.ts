/** A row as it is drawn while rows fly past: its name, its bar and how long it took. Lengths are shares of the time column. */
export type FlungRow = {
  index: number
  name: string
  isSegment: boolean
  depth: number
  /** A variable of the theme, such as var(--series-1). */
  color: string
  edge: string | null
  from: number
  to: number
  time: string
}

/** Where the columns of the waterfall begin and end, px from the left. */
export type RowColumns = { namesTo: number; timesFrom: number; timesTo: number; width: number }

type Picture = { rows: readonly FlungRow[]; rowHeight: number; columns: RowColumns; colorOf(variable: string): string }

const INDENT_PX = 12
const FIRST_PX = 6
/** The arrow of a row, and the mark in its service's colour beside it. */
const MARK_FROM_PX = 20
const MARKS_PX = 32
const MARK_PX = 8
const MOST_INDENT = 0.6
const BAR_PX = 12
const AFTER_BAR_PX = 6
const PADDING_PX = 8

/** Paints rows as the page's own would stand, one below the other. */
export function paintRows(canvas: HTMLCanvasElement, { rows, rowHeight, columns, colorOf }: Picture): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const scale = window.devicePixelRatio || 1
  const [width, height] = [Math.round(columns.width * scale), Math.round(rows.length * rowHeight * scale)]
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, columns.width, rows.length * rowHeight)
  context.textBaseline = 'middle'
  const { namesTo, timesFrom, timesTo } = columns
  const { fontFamily } = getComputedStyle(canvas)
  context.fillStyle = colorOf('var(--grid)')
  for (const edge of [namesTo, timesFrom]) context.fillRect(edge - 1, 0, 1, rows.length * rowHeight)
  const text = colorOf('var(--text)')
  within(context, { from: 0, to: namesTo - PADDING_PX, height: rows.length * rowHeight }, () => {
    for (const [at, { name, isSegment, depth, color }] of rows.entries()) {
      const left = Math.min(MOST_INDENT * namesTo, FIRST_PX + depth * INDENT_PX)
      context.fillStyle = colorOf(color)
      context.fillRect(left + MARK_FROM_PX, at * rowHeight + (rowHeight - MARK_PX) / 2, MARK_PX, MARK_PX)
      context.fillStyle = text
      context.font = `${isSegment ? 500 : 400} 12px ${fontFamily}`
      context.fillText(name, left + MARKS_PX, (at + 0.5) * rowHeight)
    }
  })
  const room = timesTo - timesFrom
  const muted = colorOf('var(--muted)')
  context.font = `11px ${fontFamily}`
  within(context, { from: timesFrom, to: columns.width, height: rows.length * rowHeight }, () => {
    for (const [at, { from, to, color, edge, time }] of rows.entries()) {
      if (from > 1) continue
      const left = timesFrom + from * room
      const right = timesFrom + Math.max(0, to) * room
      if (to >= 0) {
        context.fillStyle = colorOf(edge ?? color)
        context.fillRect(left, at * rowHeight + (rowHeight - BAR_PX) / 2, Math.max(2, right - left), BAR_PX)
      }
      context.fillStyle = muted
      context.fillText(time, right + AFTER_BAR_PX, (at + 0.5) * rowHeight)
    }
  })
}

function within(
  context: CanvasRenderingContext2D,
  { from, to, height }: { from: number; to: number; height: number },
  paint: () => void,
): void {
  context.save()
  context.beginPath()
  context.rect(from, 0, to - from, height)
  context.clip()
  paint()
  context.restore()
}

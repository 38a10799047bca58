import { FLAME_ROW, type FlameNode, type FlameView } from '@/components/traces/flame-state'

type Picture = {
  nodes: readonly FlameNode[]
  drawn: readonly number[]
  view: FlameView
  width: number
  /** Those that the canvas holds, by depth: the first inclusive, the last exclusive. */
  rows: { first: number; last: number }
  active: number | null
}

const PALETTE = 8
const LEAST_TEXT_PX = 28
const FILL_STRENGTH = 0.32

/** Paints rows of a flame graph; colours are those of the page's theme, one for each service in the order in which they appear. */
export function paintFlame(canvas: HTMLCanvasElement, { nodes, drawn, view, width, rows, active }: Picture): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const scale = window.devicePixelRatio || 1
  canvas.width = width * scale
  canvas.height = Math.max(1, rows.last - rows.first) * FLAME_ROW * scale
  context.scale(scale, scale)
  context.font = `12px ${getComputedStyle(canvas).fontFamily}`
  context.textBaseline = 'middle'
  const series = Array.from({ length: PALETTE }, (_, at) => colorOf(canvas, `--series-${at + 1}`))
  const [text, fault] = [colorOf(canvas, '--text'), colorOf(canvas, '--fault')]
  const services = servicesOf(nodes)
  for (const index of drawn) {
    const node = nodes[index]
    if (node === undefined || node.depth < rows.first || node.depth >= rows.last) continue
    const from = Math.max(0, ((node.left - view.left) / view.width) * width)
    const to = Math.min(width, ((node.left + node.width - view.left) / view.width) * width)
    const top = (node.depth - rows.first) * FLAME_ROW
    context.globalAlpha = index === active ? 2 * FILL_STRENGTH : FILL_STRENGTH
    context.fillStyle = series[(services.get(node.service) ?? 0) % PALETTE] ?? text
    context.fillRect(from, top, Math.max(1, to - from - 1), FLAME_ROW - 1)
    context.globalAlpha = 1
    if (node.failed > 0) {
      context.fillStyle = fault
      context.fillRect(from, top, Math.min(3, Math.max(1, to - from - 1)), FLAME_ROW - 1)
    }
    if (to - from < LEAST_TEXT_PX) continue
    context.fillStyle = text
    write(context, labelOf(node), { from: from + 6, top: top + FLAME_ROW / 2, room: to - from - 10 })
  }
}

/** A variable may hold light-dark(), which only a property resolves. */
function colorOf(canvas: HTMLCanvasElement, name: string): string {
  canvas.style.color = `var(${name})`
  const { color } = getComputedStyle(canvas)
  canvas.style.color = ''
  return color
}

function servicesOf(nodes: readonly FlameNode[]): Map<string, number> {
  const services = new Map<string, number>()
  for (const { service } of nodes) if (!services.has(service)) services.set(service, services.size)
  return services
}

/** A node as its rectangle says it. */
export function labelOf({ name, operation, count }: FlameNode): string {
  return `${name}${operation === null ? '' : ` ${operation}`}${count > 1 ? ` ×${count}` : ''}`
}

type Place = { from: number; top: number; room: number }

function write(context: CanvasRenderingContext2D, text: string, { from, top, room }: Place): void {
  const fits = Math.floor((room / Math.max(1, context.measureText(text).width)) * text.length)
  if (fits >= text.length) context.fillText(text, from, top)
  else if (fits > 3) context.fillText(`${text.slice(0, fits - 1)}…`, from, top)
}

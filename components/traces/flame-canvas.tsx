'use client'

import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import {
  FLAME_ROW,
  type FlameNode,
  type FlameStep,
  listDrawn,
  nodeAt,
  stepFrom,
  viewOf,
} from '@/components/traces/flame-state'
import { paintFlame } from '@/components/traces/paint-flame'
import { keepInView } from '@/lib/client/keep-in-view'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'

type Props = {
  nodes: readonly FlameNode[]
  /** The node that fills the width. */
  zoomed: number | null
  active: number | null
  /** What the picture scrolls in: only rows that are in view are painted, for no canvas may be as high as traces are deep. */
  scroller: RefObject<HTMLElement | null>
  onActive(index: number | null): void
  onZoom(index: number | null): void
}

const STEPS: Readonly<Record<string, FlameStep>> = {
  ArrowDown: 'in',
  ArrowUp: 'out',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
}
const LEAST_PX = 1
/** Above and below the picture, in what it scrolls in. */
const PADDING = 8

/** The picture of a flame graph. Arrows move from node to node, Enter lets one fill the width, Escape shows the whole. */
export function FlameCanvas({ nodes, zoomed, active, scroller, onActive, onZoom }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(canvas)
  const theme = useTheme()
  const view = viewOf(zoomed === null ? undefined : nodes[zoomed])
  const rows = useMemo(() => nodes.reduce((most, { depth }) => Math.max(most, depth + 1), 0), [nodes])
  const { first, last } = useVirtualRows({ count: rows, rowHeight: FLAME_ROW, scroller })
  const { left: viewLeft, width: viewWidth } = view
  const drawn = useMemo(
    () => listDrawn(nodes, { left: viewLeft, width: viewWidth }, LEAST_PX / Math.max(1, width)),
    [nodes, viewLeft, viewWidth, width],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew when the theme changes
  useEffect(() => {
    if (!canvas.current || width === 0) return
    const shown = { view: { left: viewLeft, width: viewWidth }, rows: { first, last } }
    paintFlame(canvas.current, { nodes, drawn, width, active, ...shown })
  }, [nodes, drawn, viewLeft, viewWidth, width, first, last, active, theme])
  const find = ({ nativeEvent }: MouseEvent) => {
    const share = viewLeft + (nativeEvent.offsetX / Math.max(1, width)) * viewWidth
    return nodeAt(nodes, share, first + Math.floor(nativeEvent.offsetY / FLAME_ROW))
  }
  const goTo = (index: number | null) => {
    onActive(index)
    const node = index === null ? undefined : nodes[index]
    if (node !== undefined) keepInView(scroller.current, node.depth, FLAME_ROW, PADDING)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const step = STEPS[event.key]
    if (step !== undefined) goTo(stepFrom(nodes, active, step))
    else if (event.key === 'Enter') onZoom(active)
    else if (event.key === 'Escape') onZoom(null)
    else return
    event.preventDefault()
  }
  return (
    <div className="relative" style={{ height: Math.max(1, rows) * FLAME_ROW }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label="Flame graph. Its data is shown as a table by Show data."
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => onActive(find(event))}
        onMouseLeave={() => onActive(null)}
        onClick={(event) => onZoom(find(event))}
        className="absolute block w-full cursor-pointer"
        style={{ top: first * FLAME_ROW, height: Math.max(1, last - first) * FLAME_ROW }}
      />
    </div>
  )
}

function useWidth(canvas: { current: HTMLCanvasElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!canvas.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(canvas.current)
    return () => observer.disconnect()
  }, [canvas])
  return width
}

/** Changes with the theme: what is painted does not follow it by itself. */
function useTheme(): number {
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    const onChange = () => setChanges((count) => count + 1)
    const observer = new MutationObserver(onChange)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', onChange)
    return () => {
      observer.disconnect()
      system.removeEventListener('change', onChange)
    }
  }, [])
  return changes
}

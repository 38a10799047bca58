'use client'

import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
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

type Props = {
  nodes: readonly FlameNode[]
  /** The node that fills the width. */
  zoomed: number | null
  active: number | null
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

/** The picture of a flame graph. Arrows move from node to node, Enter lets one fill the width, Escape shows the whole. */
export function FlameCanvas({ nodes, zoomed, active, onActive, onZoom }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(canvas)
  const theme = useTheme()
  const view = viewOf(zoomed === null ? undefined : nodes[zoomed])
  const rows = useMemo(() => nodes.reduce((most, { depth }) => Math.max(most, depth + 1), 0), [nodes])
  const { left: viewLeft, width: viewWidth } = view
  const drawn = useMemo(
    () => listDrawn(nodes, { left: viewLeft, width: viewWidth }, LEAST_PX / Math.max(1, width)),
    [nodes, viewLeft, viewWidth, width],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew when the theme changes
  useEffect(() => {
    if (!canvas.current || width === 0) return
    paintFlame(canvas.current, { nodes, drawn, view: { left: viewLeft, width: viewWidth }, width, rows, active })
  }, [nodes, drawn, viewLeft, viewWidth, width, rows, active, theme])
  const find = ({ nativeEvent }: MouseEvent) => {
    const share = viewLeft + (nativeEvent.offsetX / Math.max(1, width)) * viewWidth
    return nodeAt(nodes, share, Math.floor(nativeEvent.offsetY / FLAME_ROW))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const step = STEPS[event.key]
    if (step !== undefined) onActive(stepFrom(nodes, active, step))
    else if (event.key === 'Enter') onZoom(active)
    else if (event.key === 'Escape') onZoom(null)
    else return
    event.preventDefault()
  }
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label="Flame graph. Its data is shown as a table by Show data."
      tabIndex={0}
      onKeyDown={onKeyDown}
      onMouseMove={(event) => onActive(find(event))}
      onClick={(event) => onZoom(find(event))}
      className="block w-full cursor-pointer"
      style={{ height: Math.max(1, rows) * FLAME_ROW }}
    />
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

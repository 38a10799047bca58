'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Scatter } from '@/components/traces/prepare-scatter'

const COLOURS: Readonly<Record<string, string>> = { o: '--ok', e: '--error', t: '--throttle', f: '--fault' }
const OPACITY = 0.6
const RADIUS = { ok: 1.75, other: 2.5 }

/** The points, drawn as pixels: as elements, some thousands would make every frame late. Drawn again when the theme changes. */
export function ScatterCanvas({ scatter, statuses }: { scatter: Scatter; statuses: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useDrawingState(canvas)
  useEffect(() => {
    if (canvas.current && drawing.width > 0) draw(canvas.current, scatter, statuses, drawing)
  }, [scatter, statuses, drawing])
  return <canvas ref={canvas} aria-hidden className="pointer-events-none absolute inset-0 size-full transition-none" />
}

type Drawing = { width: number; height: number; theme: number }

/** Its size, and how often the theme has changed. */
function useDrawingState(canvas: RefObject<HTMLCanvasElement | null>): Drawing {
  const [drawing, setDrawing] = useState<Drawing>({ width: 0, height: 0, theme: 0 })
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const sized = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element
      setDrawing((last) => (last.width === width && last.height === height ? last : { ...last, width, height }))
    })
    const repaint = () => setDrawing((last) => ({ ...last, theme: last.theme + 1 }))
    const themed = new MutationObserver(repaint)
    const system = window.matchMedia('(prefers-color-scheme: dark)')
    sized.observe(element)
    themed.observe(document.documentElement, { attributes: true })
    system.addEventListener('change', repaint)
    return () => {
      sized.disconnect()
      themed.disconnect()
      system.removeEventListener('change', repaint)
    }
  }, [canvas])
  return drawing
}

function draw(canvas: HTMLCanvasElement, scatter: Scatter, statuses: string, { width, height }: Drawing): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  context.scale(ratio, ratio)
  context.globalAlpha = OPACITY
  let status = ''
  let radius = 0
  // Points stand by their status: each colour is set once.
  for (let at = 0; at < scatter.drawn; at += 1) {
    const own = statuses[scatter.index[at] ?? 0] ?? 'o'
    if (own !== status) {
      status = own
      radius = own === 'o' ? RADIUS.ok : RADIUS.other
      context.globalAlpha = own === 'o' ? OPACITY : 1
      context.fillStyle = colourOf(canvas, COLOURS[own] ?? '--ok')
    }
    const [x, y] = [(scatter.x[at] ?? 0) * width, (1 - (scatter.y[at] ?? 0)) * height]
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.fill()
  }
}

/** A token as the theme resolves it: a canvas knows no variables. Its colour must not move over, also where all that moves is quick. */
function colourOf(canvas: HTMLCanvasElement, token: string): string {
  canvas.style.color = `var(${token})`
  return getComputedStyle(canvas).color
}

'use client'

import { useEffect, useRef } from 'react'
import { PLOT_LEFT, PLOT_RIGHT } from '@/components/charts/chart-height'
import { Button } from '@/components/ui/button'

type Props = {
  /** The middle of what was chosen, as a share of the plot. */
  at: number
  /** What a stretch of the chart leads to, as a verb. */
  leadsTo: string
  onZoom(): void
  onLead(): void
  onClose(): void
}

/** Room for the buttons at either edge of the plot, as a share of it. */
const EDGE = 0.2

/** What a stretch of a chart was chosen for. Escape and a press elsewhere take it back, and give the chart the focus again. */
export default function BrushMenu({ at, leadsTo, onZoom, onLead, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    menu.current?.querySelector('button')?.focus()
    return () => {
      const isLost = document.activeElement === document.body
      if (isLost && (before instanceof HTMLElement || before instanceof SVGElement))
        before.focus({ preventScroll: true })
    }
  }, [])
  const share = Math.min(1 - EDGE, Math.max(EDGE, at))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame and belong to a form
    <div
      ref={menu}
      role="group"
      // A browser that gives a pressed button no focus gives it to this instead.
      tabIndex={-1}
      aria-label="Chosen window"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      onBlur={({ currentTarget, relatedTarget }) => !currentTarget.contains(relatedTarget) && onClose()}
      style={{ left: `calc(${PLOT_LEFT}px + (100% - ${PLOT_LEFT + PLOT_RIGHT}px) * ${share})` }}
      className="-translate-x-1/2 absolute top-8 z-2 flex gap-1 rounded-(--radius) border border-line-strong bg-raised p-1"
    >
      <Button look="ghost" size="sm" onClick={onZoom}>
        Zoom
      </Button>
      <Button look="ghost" size="sm" onClick={onLead}>
        {leadsTo}
      </Button>
    </div>
  )
}

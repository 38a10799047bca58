// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names its active row
// biome-ignore-all lint/a11y/useSemanticElements: a treegrid has no element of its own, and table rows cannot be placed freely
'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'
import { type FlungRow, paintRows, type RowColumns } from '@/components/traces/paint-rows'

type Props = {
  rows: readonly FlungRow[]
  /** The place of the first of them among all rows. */
  first: number
  rowHeight: number
  scroller: RefObject<HTMLElement | null>
}

/**
 * Rows while they fly past, faster than one could read them: one picture, and for each row an element without content.
 * To draw forty rows of text and boxes anew takes a browser longer than a frame lasts.
 */
export function FlungRows({ rows, first, rowHeight, scroller }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const colors = useRef(new Map<string, string>())
  useLayoutEffect(() => {
    const columns = scroller.current && readColumns(scroller.current)
    if (!canvas.current || !columns) return
    const { style } = canvas.current
    const computed = getComputedStyle(canvas.current)
    // A variable may hold light-dark(), which only a property resolves.
    const colorOf = (variable: string) => {
      const known = colors.current.get(variable)
      if (known !== undefined) return known
      style.color = variable
      const { color } = computed
      colors.current.set(variable, color)
      return color
    }
    paintRows(canvas.current, { rows, rowHeight, columns, colorOf })
  })
  return (
    <>
      {rows.map(({ index, name, depth }, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a place on the screen, used again for whichever row stands there
          key={at}
          role="row"
          data-index={index}
          aria-label={name}
          aria-level={depth + 1}
          aria-rowindex={first + at + 2}
          className="waterfall-row"
          style={{ top: (first + at) * rowHeight }}
        />
      ))}
      <canvas
        ref={canvas}
        aria-hidden
        className="pointer-events-none absolute left-0 w-full"
        style={{ top: first * rowHeight, height: rows.length * rowHeight }}
      />
    </>
  )
}

/** As the head of the waterfall has them. */
function readColumns(scroller: HTMLElement): RowColumns | null {
  const head = scroller.querySelector<HTMLElement>('[role="row"]')
  const [names, times] = [head?.firstElementChild, head?.querySelector('[data-times]')]
  if (!head || !(names instanceof HTMLElement) || !(times instanceof HTMLElement)) return null
  const timesFrom = times.offsetLeft
  return {
    namesTo: names.offsetWidth,
    timesFrom,
    timesTo: timesFrom + times.offsetWidth,
    width: head.offsetWidth,
  }
}

// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names its active row
// biome-ignore-all lint/a11y/useSemanticElements: a treegrid has no element of its own, and table rows cannot be placed freely
'use client'

import { CircleAlert, CircleX, Gauge, Unlink } from 'lucide-react'
import { type CSSProperties, memo } from 'react'
import { classNames } from '@/lib/client/class-names'
import { formatDuration } from '@/lib/domain/format'
import { FLAG } from '@/lib/domain/traces/build-trace-columns'

export const ROW_HEIGHT = 24

/** Plain values only, so that a row whose span did not change is not drawn again. */
type Props = {
  index: number
  position: number
  top: number
  name: string
  note: string
  color: string
  depth: number
  left: number
  width: number
  durationUs: number
  /** null: not known yet. */
  selfUs: number | null
  flags: number
  /** A picture of the stretches in which the trace waited for it, across the time that is drawn; null for none. */
  critical: string | null
  below: 'none' | 'open' | 'closed'
  selected: boolean
  lit: boolean
  dimmed: boolean
  match: boolean
}

/* Few elements, each placed by itself: a fling draws all of them anew in each frame, and flex boxes and icons are dear. */
export const WaterfallRow = memo(function WaterfallRow(row: Props) {
  const { index, position, top, selfUs, flags, below, depth, selected, lit, dimmed, match } = row
  return (
    <div
      role="row"
      id={`span-${index}`}
      data-index={index}
      aria-level={depth + 1}
      aria-rowindex={position + 2}
      aria-selected={selected}
      aria-description={flags & FLAG.critical ? 'On the critical path' : undefined}
      aria-expanded={below === 'none' ? undefined : below === 'open'}
      className={classNames(
        'waterfall-row',
        selected ? 'bg-selected' : lit ? 'bg-hover' : match ? 'bg-error-soft' : 'hover:bg-hover',
        dimmed && 'opacity-35',
      )}
      style={{ top }}
    >
      <NameCell {...row} />
      <div role="gridcell" className="waterfall-self max-sm:hidden">
        {flags & FLAG.inProgress ? '—' : selfUs === null ? '' : formatDuration(selfUs / 1000)}
      </div>
      <TimeCell {...row} />
    </div>
  )
})

/** Where the name of a row begins: no deeper than three fifths of its column. */
const INDENT_PX = 12
const FIRST_PX = 6

function NameCell({ name, note, color, depth, flags, below }: Props) {
  const indent = `min(60%, ${FIRST_PX + depth * INDENT_PX}px)`
  return (
    <div
      role="gridcell"
      className={classNames('waterfall-name', !(flags & FLAG.subsegment) && 'font-medium')}
      style={{
        textIndent: indent,
        backgroundImage: `linear-gradient(${color}, ${color}), var(--guides)`,
        backgroundPosition: `calc(${indent} + 20px) 8px, 0 0`,
        backgroundSize: `8px 8px, ${indent} 100%`,
      }}
    >
      <span data-toggle={below === 'none' ? undefined : below} className="waterfall-toggle" />
      <StatusIcon flags={flags} />
      {name}
      {note !== '' && <span className="font-normal text-faint"> {note}</span>}
    </div>
  )
}

function TimeCell({ left, width, durationUs, flags, color, critical }: Props) {
  const from = Math.max(0, left)
  const to = Math.min(1, left + width)
  return (
    <div
      role="gridcell"
      data-critical={critical === null ? undefined : ''}
      className="waterfall-time"
      style={{
        textIndent: `calc(${Math.max(0, to) * 100}% + 6px)`,
        ...pictureOf({ from, to, flags, color, critical }),
      }}
    >
      {from <= 1 && (durationUs < 0 ? 'running' : formatDuration(durationUs / 1000))}
    </div>
  )
}

type Bar = Pick<Props, 'flags' | 'color' | 'critical'> & { from: number; to: number }

/** What is critical, and the bar with the edge of its status, as backgrounds: to draw elements would take far longer. */
function pictureOf({ from, to, flags, color, critical }: Bar): CSSProperties {
  const layers = critical === null ? [] : [{ image: critical, at: '0 20px', size: '100% 2px' }]
  if (from <= 1 && to >= 0) layers.push(...barOf(from, Math.max(0, to - from), flags, color))
  return {
    backgroundImage: layers.map(({ image }) => image).join(', '),
    backgroundPosition: layers.map(({ at }) => at).join(', '),
    backgroundSize: layers.map(({ size }) => size).join(', '),
  }
}

/** From the top: the edge, the bar, and what shows of a larger one around it. */
function barOf(from: number, width: number, flags: number, color: string) {
  // CSS places a background by a share of the room that is left beside it.
  const share = width < 1 ? Math.min(1, from / (1 - width)) : 0
  const faint = flags & FLAG.inProgress ? 60 : flags & FLAG.inferred ? 70 : 100
  const fill = faint === 100 ? color : `color-mix(in srgb, ${color} ${faint}%, transparent)`
  const bar = { image: plain(fill), at: `${share * 100}% 6px`, size: `max(2px, ${width * 100}%) 12px` }
  const status = statusColor(flags)
  if (status === null) return [bar]
  const image = plain(status)
  return [
    { image, at: `calc(${from * 100}% + ${from * 3}px) 6px`, size: '3px 12px' },
    bar,
    { image, at: `calc(${share * 100}% + ${share * 2 - 1}px) 5px`, size: `calc(max(2px, ${width * 100}%) + 2px) 14px` },
  ]
}

function plain(color: string): string {
  return `linear-gradient(${color}, ${color})`
}

/** A variable of the theme for what went wrong with a span; null where nothing did. */
export function statusColor(flags: number): string | null {
  if (flags & FLAG.fault) return 'var(--fault)'
  if (flags & FLAG.throttle) return 'var(--throttle)'
  return flags & FLAG.error ? 'var(--error)' : null
}

const ICON = 'mr-1 inline size-3.5 align-[-3px]'

function StatusIcon({ flags }: { flags: number }) {
  if (flags & FLAG.fault) return <CircleX role="img" aria-label="Fault" className={`${ICON} text-fault`} />
  if (flags & FLAG.throttle) return <Gauge role="img" aria-label="Throttle" className={`${ICON} text-throttle`} />
  if (flags & FLAG.error) return <CircleAlert role="img" aria-label="Error" className={`${ICON} text-error`} />
  if (flags & FLAG.orphan) {
    return <Unlink role="img" aria-label="Its parent is missing" className={`${ICON} text-muted`} />
  }
  return null
}

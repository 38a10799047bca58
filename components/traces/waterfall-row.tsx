// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid, which names its active row
// biome-ignore-all lint/a11y/useSemanticElements: a treegrid has no element of its own, and table rows cannot be placed freely
'use client'

import { CircleAlert, CircleX, Gauge, Unlink } from 'lucide-react'
import { memo } from 'react'
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
  selfUs: number
  flags: number
  /** A picture of the stretches in which the trace waited for it, across the time that is drawn; null for none. */
  critical: string | null
  below: 'none' | 'open' | 'closed'
  selected: boolean
  lit: boolean
  dimmed: boolean
  match: boolean
}

export const WaterfallRow = memo(function WaterfallRow(row: Props) {
  const { index, position, top, name, note, color, depth, selfUs, flags, below, selected, lit, dimmed, match } = row
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
        'absolute inset-x-0 flex cursor-default text-xs [contain:strict]',
        selected ? 'bg-selected' : lit ? 'bg-hover' : match ? 'bg-error-soft' : 'hover:bg-hover',
        dimmed && 'opacity-35',
      )}
      style={{ height: ROW_HEIGHT, top }}
    >
      <div
        role="gridcell"
        className="flex w-(--names) shrink-0 items-center gap-1 whitespace-nowrap border-r border-r-grid pr-2"
        style={{
          paddingLeft: `min(60%, ${6 + depth * 12}px)`,
          backgroundImage: GUIDES,
          backgroundSize: `min(60%, ${6 + depth * 12}px) 100%`,
          backgroundRepeat: 'no-repeat',
        }}
      >
        <Toggle below={below} />
        <span aria-hidden className="size-2 shrink-0 rounded-xs" style={{ background: color }} />
        <StatusIcon flags={flags} />
        <span className={classNames('min-w-0 truncate', !(flags & FLAG.subsegment) && 'font-medium')}>{name}</span>
        {note !== '' && <span className="min-w-0 shrink-[1000] truncate text-faint">{note}</span>}
      </div>
      <div
        role="gridcell"
        className="figures flex w-(--self) shrink-0 items-center justify-end border-r border-r-grid pr-2 text-2xs text-muted max-sm:hidden"
      >
        {flags & FLAG.inProgress ? '—' : formatDuration(selfUs / 1000)}
      </div>
      <TimeCell {...row} />
    </div>
  )
})

const GUIDES = 'repeating-linear-gradient(to right, transparent 0 11px, var(--grid) 11px 12px)'

/* Nothing here is cut off by its box: a box that cuts off costs each frame of a scroll as much as what it holds. */
function TimeCell({ left, width, durationUs, flags, color, critical }: Props) {
  const from = Math.max(0, left)
  const to = Math.min(1, left + width)
  return (
    <div role="gridcell" className="min-w-0 flex-1">
      <div className="relative mr-(--after) h-full">
        {from <= 1 && to >= 0 && (
          <div
            className={classNames(
              'absolute top-1.5 h-3 rounded-xs',
              Boolean(flags & FLAG.inProgress) && 'opacity-60',
              Boolean(flags & FLAG.inferred) && 'opacity-70',
            )}
            style={{
              left: `${from * 100}%`,
              width: `max(2px, ${(to - from) * 100}%)`,
              background: color,
              boxShadow: edgeOf(flags),
            }}
          />
        )}
        {critical !== null && (
          <div data-critical className="absolute inset-x-0 bottom-0.5 h-0.5" style={{ backgroundImage: critical }} />
        )}
        {from <= 1 && (
          <span
            className="figures absolute top-1 text-2xs text-muted"
            style={{ left: `calc(${Math.max(0, to) * 100}% + 6px)` }}
          >
            {durationUs < 0 ? 'running' : formatDuration(durationUs / 1000)}
          </span>
        )}
      </div>
    </div>
  )
}

function edgeOf(flags: number): string | undefined {
  const color =
    flags & FLAG.fault
      ? 'var(--fault)'
      : flags & FLAG.throttle
        ? 'var(--throttle)'
        : flags & FLAG.error
          ? 'var(--error)'
          : null
  return color === null ? undefined : `inset 3px 0 0 ${color}, 0 0 0 1px ${color}`
}

function Toggle({ below }: { below: Props['below'] }) {
  if (below === 'none') return <span className="w-4 shrink-0" />
  // Drawn by two borders: of all that a row holds, icons take longest to draw again while rows scroll.
  return (
    <span
      data-toggle
      className="inline-flex size-4 shrink-0 items-center justify-center rounded text-faint hover:text-text"
    >
      <span
        className={classNames(
          'pointer-events-none size-1.5 border-current border-r-[1.5px] border-b-[1.5px]',
          below === 'open' ? '-translate-y-px rotate-45' : '-translate-x-px -rotate-45',
        )}
      />
    </span>
  )
}

function StatusIcon({ flags }: { flags: number }) {
  if (flags & FLAG.fault) return <CircleX role="img" aria-label="Fault" className="size-3.5 shrink-0 text-fault" />
  if (flags & FLAG.throttle)
    return <Gauge role="img" aria-label="Throttle" className="size-3.5 shrink-0 text-throttle" />
  if (flags & FLAG.error) return <CircleAlert role="img" aria-label="Error" className="size-3.5 shrink-0 text-error" />
  if (flags & FLAG.orphan)
    return <Unlink role="img" aria-label="Its parent is missing" className="size-3.5 shrink-0 text-muted" />
  return null
}

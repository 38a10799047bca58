'use client'

import { useMemo, useRef } from 'react'
import { DataSwitch } from '@/components/charts/data-switch'
import { FlagRail } from '@/components/charts/flag-rail'
import { pickTimeTicks } from '@/components/charts/pick-ticks'
import { useShownData } from '@/components/charts/use-shown-data'
import { narrowToBox } from '@/components/traces/narrow-to-box'
import { findNearest, prepareScatter, type ScatterColumns } from '@/components/traces/prepare-scatter'
import { ScatterCanvas } from '@/components/traces/scatter-canvas'
import { ScatterTable, tableOfPoints } from '@/components/traces/scatter-table'
import { type Box, useScatterPointer } from '@/components/traces/use-scatter-pointer'
import { Button } from '@/components/ui/button'
import { useClock } from '@/lib/client/clock'
import { useGo } from '@/lib/client/navigation'
import { rangeParams } from '@/lib/client/range-param'
import { useScope, useViewParams } from '@/lib/client/view-params'
import { formatAbsoluteTime, formatDuration } from '@/lib/domain/format'

const LEGEND = [
  { letter: 'o', colour: 'var(--ok)', label: 'OK' },
  { letter: 'e', colour: 'var(--error)', label: 'Error (4xx)' },
  { letter: 't', colour: 'var(--throttle)', label: 'Throttle (429)' },
  { letter: 'f', colour: 'var(--fault)', label: 'Fault (5xx)' },
]
const ID = 'scatter'
/** How far a press may be from a point, px. */
const NEAR = 10

type Props = {
  columns: ScatterColumns
  fromMs: number
  toMs: number
  /** From when on all traces are drawn. */
  wholeFromMs: number
  filter: string | null
  note: string | null
  /** Where the traces could not be loaded. */
  onRetry: (() => void) | null
}

/** Time across, duration up. A press on a point opens its trace, a drag narrows time and duration. */
export function TraceScatter({ note, onRetry, ...plot }: Props) {
  const { columns } = plot
  const { asTable } = useShownData(ID)
  return (
    <section
      aria-label="Duration of each trace over time"
      className="rounded-(--radius) border bg-surface px-3 pt-2 pb-1"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-2xs text-muted">
        <h2 className="font-medium text-sm text-text">Duration over time</h2>
        {note !== null && <span>{note}</span>}
        {onRetry !== null && (
          <Button look="ghost" size="sm" onClick={onRetry}>
            Try again
          </Button>
        )}
        <ul className="ml-auto flex flex-wrap gap-3">
          {LEGEND.map(({ letter, colour, label }) => (
            <li key={letter} className="inline-flex items-center gap-1.5">
              <span aria-hidden className="size-2 rounded-full" style={{ background: colour }} />
              {label}
            </li>
          ))}
        </ul>
        <DataSwitch id={ID} title="Traces" picture="chart" table={() => tableOfPoints(columns)} />
      </div>
      {asTable ? <ScatterTable columns={columns} /> : <Plot {...plot} />}
    </section>
  )
}

function Plot({ columns, fromMs, toMs, wholeFromMs, filter }: Omit<Props, 'note' | 'onRetry'>) {
  const go = useGo()
  const { set } = useViewParams()
  const { zone } = useClock()
  const { scope } = useScope()
  const plot = useRef<HTMLDivElement>(null)
  const scatter = useMemo(() => prepareScatter(columns, fromMs, toMs), [columns, fromMs, toMs])
  const { handlers, at, box } = useScatterPointer({
    onPress: (place, size) => {
      const found = findNearest(scatter, place, size, NEAR)
      const id = found === null ? undefined : columns.ids[found]
      if (id !== undefined) go(`/traces/${id}`)
    },
    onBox: (drawn, size) => {
      const narrowed = narrowToBox(drawn, size, { fromMs, toMs, durationAt: scatter.durationAt, filter })
      set({ ...(narrowed.range && rangeParams(narrowed.range)), filter: narrowed.filter })
    },
  })
  const size = { width: plot.current?.clientWidth ?? 0, height: plot.current?.clientHeight ?? 0 }
  const hovered = at === null || box !== null ? null : findNearest(scatter, at, size, NEAR)
  return (
    <div className="relative mt-2 mb-6 ml-14 h-44">
      {scatter.yTicks.map(({ y, label }) => (
        <div key={label} className="absolute inset-x-0 border-t border-t-grid" style={{ bottom: `${y * 100}%` }}>
          <span className="figures absolute -top-2 right-full pr-2 text-2xs text-faint">{label}</span>
        </div>
      ))}
      {pickTimeTicks(fromMs, toMs, zone, 8).map(({ at: tick, label }) => (
        <span
          key={tick}
          className="figures -translate-x-1/2 absolute top-full pt-1 text-2xs text-faint"
          style={{ left: `${((tick - fromMs) / (toMs - fromMs)) * 100}%` }}
        >
          {label}
        </span>
      ))}
      <div
        ref={plot}
        role="img"
        aria-label={`${scatter.drawn} traces by start and duration; Show data lists them`}
        className={`absolute inset-0 touch-pan-y ${hovered === null ? 'cursor-crosshair' : 'cursor-pointer'}`}
        {...handlers}
      >
        {wholeFromMs > fromMs && (
          <div
            title="Older traces are not drawn"
            className="hatch absolute inset-y-0 left-0"
            style={{ width: `${((wholeFromMs - fromMs) / (toMs - fromMs)) * 100}%` }}
          />
        )}
        <ScatterCanvas scatter={scatter} statuses={columns.statuses} />
        {box !== null && <BoxFrame box={box} />}
        {hovered !== null && at !== null && (
          <PointLabel columns={columns} point={hovered} left={at.x} width={size.width} />
        )}
      </div>
      <FlagRail of={{ names: [], places: scope }} fromMs={fromMs} toMs={toMs} />
    </div>
  )
}

function BoxFrame({ box: { x0, y0, x1, y1 } }: { box: Box }) {
  return (
    <div
      className="pointer-events-none absolute border border-accent bg-accent/10"
      style={{ left: x0, top: y0, width: x1 - x0, height: y1 - y0 }}
    />
  )
}

function PointLabel({
  columns,
  point,
  left,
  width,
}: {
  columns: ScatterColumns
  point: number
  left: number
  width: number
}) {
  const { zone } = useClock()
  const label = LEGEND.find(({ letter }) => letter === columns.statuses[point])?.label
  return (
    <div
      className="figures pointer-events-none absolute top-1 z-1 whitespace-nowrap rounded-(--radius) border border-line-strong bg-raised px-2 py-1 text-2xs"
      style={left > width / 2 ? { right: width - left + 12 } : { left: left + 12 }}
    >
      {formatAbsoluteTime(columns.startsMs[point] ?? 0, zone)} · {formatDuration(columns.durationsMs[point] ?? null)} ·{' '}
      {label}
    </div>
  )
}

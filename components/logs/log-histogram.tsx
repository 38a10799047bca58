'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, type PointerEvent, Suspense, useState } from 'react'
import { DataSwitch } from '@/components/charts/data-switch'
import { FlagRail } from '@/components/charts/flag-rail'
import { useShownData } from '@/components/charts/use-shown-data'
import { LEVEL_SERIES, prepareLogHistogram, tableOfLines } from '@/components/logs/prepare-log-histogram'
import { HelpMark } from '@/components/ui/help-mark'
import type { ChangesOf } from '@/lib/client/change-marks-options'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { type LogsChoice, logHistogramOptions } from '@/lib/client/logs-options'
import { formatCount, formatPercent } from '@/lib/domain/format'

const HistogramTable = lazy(() => import('@/components/logs/histogram-table'))

const ID = 'lines'
const HEIGHT = 64
const HELP =
  'Stored log lines that meet the search, by their time and level. Where there are many they are estimated from an even sample, as is then said. What was not read is grey.'

type Props = { choice: LogsChoice; live: boolean; onZoom(fromMs: number, toMs: number): void }

/** How many lines meet the search, by time and level; a drag zooms. */
export function LogHistogram({ choice, live, onZoom }: Props) {
  const { data, isPlaceholderData, error } = useQuery(logHistogramOptions(choice, live))
  const { asTable } = useShownData(ID)
  const prepared = data && prepareLogHistogram(data)
  const changesOf = { names: choice.functionName === null ? [] : [choice.functionName], places: choice.scope }
  return (
    <section aria-label="Lines by time and level" className="rounded-(--radius) border bg-surface">
      <header className="flex h-8 items-center gap-1.5 px-3 pt-1 text-xs">
        <h2 className="font-medium">Lines</h2>
        <HelpMark text={HELP} />
        {prepared && (
          <p className="figures truncate text-muted" title={prepared.total.toLocaleString('en')}>
            {prepared.isSampled ? '≈ ' : ''}
            {formatCount(prepared.total)}
            {prepared.isSampled && data && ` · estimated from ${formatPercent(data.sampledShare)} of them`}
          </p>
        )}
        <ul className="ml-auto flex gap-2 max-sm:hidden">
          {LEVEL_SERIES.filter(({ keys }) => keys.some((key) => (prepared?.levels[key] ?? 0) > 0)).map((series) => (
            <li key={series.label} className="flex items-center gap-1 text-muted">
              <span aria-hidden className="size-2 rounded-xs" style={{ background: series.color }} />
              {series.label}
            </li>
          ))}
        </ul>
        <DataSwitch
          id={ID}
          title="Lines by time and level"
          table={() => (prepared ? tableOfLines(prepared) : { columns: [], rows: [] })}
        />
      </header>
      <div className={classNames('h-[88px]', isPlaceholderData && 'stale')}>
        {error && !data ? (
          <p className="px-3 py-6 text-center text-muted text-xs">{error.message}</p>
        ) : !prepared ? (
          <div className="skeleton mx-3 h-20" />
        ) : asTable ? (
          <Suspense fallback={<div className="skeleton mx-3 h-20" />}>
            <HistogramTable prepared={prepared} onZoom={onZoom} />
          </Suspense>
        ) : (
          <Bars prepared={prepared} changesOf={changesOf} onZoom={onZoom} />
        )}
      </div>
    </section>
  )
}

type Prepared = ReturnType<typeof prepareLogHistogram>

type BarsProps = { prepared: Prepared; changesOf: ChangesOf; onZoom(fromMs: number, toMs: number): void }

function Bars({ prepared, changesOf, onZoom }: BarsProps) {
  const { zone } = useClock()
  const { bars, periodMs, fromMs, toMs } = prepared
  const [drag, setDrag] = useState<{ start: number; end: number } | null>(null)
  const placeOf = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return Math.max(0, Math.min(bars.length - 1, Math.floor(((clientX - left) / width) * bars.length)))
  }
  const onUp = () => {
    if (!drag) return
    setDrag(null)
    const [first, last] = [Math.min(drag.start, drag.end), Math.max(drag.start, drag.end)]
    onZoom(fromMs + first * periodMs, fromMs + (last + 1) * periodMs)
  }
  return (
    <div className="px-3">
      <div className="relative">
        <svg
          role="img"
          aria-label={`${formatCount(prepared.total)} lines; Show data has them as a table`}
          viewBox={`0 0 ${bars.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block h-16 w-full cursor-crosshair touch-none select-none border-b"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            const place = placeOf(event)
            setDrag({ start: place, end: place })
          }}
          onPointerMove={(event) => drag && setDrag({ ...drag, end: placeOf(event) })}
          onPointerUp={onUp}
          onPointerCancel={() => setDrag(null)}
        >
          {drag && (
            <rect
              x={Math.min(drag.start, drag.end)}
              width={Math.abs(drag.end - drag.start) + 1}
              height={HEIGHT}
              fill="var(--selected)"
            />
          )}
          {bars.map(({ atMs, parts, isKnown, title }, at) => (
            <g key={atMs}>
              <title>{title(zone)}</title>
              <rect x={at} width={1} height={HEIGHT} fill={isKnown ? 'transparent' : 'var(--sunken)'} />
              {parts.map(({ color, from, to }) => (
                <rect
                  key={color}
                  x={at + 0.1}
                  width={0.8}
                  y={HEIGHT * (1 - to)}
                  height={HEIGHT * (to - from)}
                  fill={color}
                />
              ))}
            </g>
          ))}
        </svg>
        <FlagRail of={changesOf} fromMs={fromMs} toMs={toMs} />
      </div>
      <div aria-hidden className="relative h-5 text-2xs text-faint">
        {prepared.ticks(zone).map(({ at, label }) => (
          <span
            key={at}
            className="absolute -translate-x-1/2 whitespace-nowrap pt-0.5"
            style={{ left: `${((at - fromMs) / (toMs - fromMs)) * 100}%` }}
          >
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { DataSwitch } from '@/components/charts/data-switch'
import { FlagRail } from '@/components/charts/flag-rail'
import { useBrush } from '@/components/charts/use-brush'
import { useShownData } from '@/components/charts/use-shown-data'
import { LEVEL_SERIES, prepareLogHistogram, tableOfLines } from '@/components/logs/prepare-log-histogram'
import { HelpMark } from '@/components/ui/help-mark'
import type { ChangesOf } from '@/lib/client/change-marks-options'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { type LogsChoice, logHistogramOptions } from '@/lib/client/logs-options'
import { formatAbsoluteTime, formatCount, formatPercent } from '@/lib/domain/format'

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
  const brush = useBrush({ fromMs, periodMs, count: bars.length }, (window) => window && onZoom(...window))
  const [markedFromMs, markedToMs] = brush.atWindow ?? [fromMs, fromMs]
  const words = brush.atWindow
    ? `${formatAbsoluteTime(markedFromMs, zone)} to ${formatAbsoluteTime(markedToMs, zone)}`
    : (bars[brush.place]?.title(zone) ?? '')
  return (
    <div className="px-3">
      <div className="relative">
        <div
          role="slider"
          tabIndex={0}
          aria-label={`${formatCount(prepared.total)} lines; Show data has them as a table. Arrow keys move, Shift widens, Enter zooms`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, bars.length - 1)}
          aria-valuenow={brush.place}
          aria-valuetext={words}
          className="h-16 cursor-crosshair touch-none select-none border-b"
          {...brush.handlers}
        >
          <svg
            aria-hidden
            viewBox={`0 0 ${bars.length} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="block size-full"
          >
            <rect
              x={(markedFromMs - fromMs) / periodMs}
              width={(markedToMs - markedFromMs) / periodMs}
              height={HEIGHT}
              fill="var(--selected)"
            />
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
        </div>
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

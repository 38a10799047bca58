'use client'

import { lazy, memo, Suspense, useMemo } from 'react'
import { DataSwitch } from '@/components/charts/data-switch'
import { FlagRail } from '@/components/charts/flag-rail'
import { useBrush } from '@/components/charts/use-brush'
import { useShownData } from '@/components/charts/use-shown-data'
import {
  describeTotal,
  type InvocationHistogram as Prepared,
  prepareInvocationHistogram,
  tableOfHistogram,
} from '@/components/invocations/prepare-invocation-histogram'
import { Panel } from '@/components/ui/panel'
import type { ChangesOf } from '@/lib/client/change-marks-options'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import type { InvocationFacetsResponse } from '@/lib/contracts/invocations'
import { formatAbsoluteTime } from '@/lib/domain/format'

const HistogramTable = lazy(() => import('@/components/invocations/histogram-table'))

const ID = 'invocations-over-time'
const TITLE = 'Invocations over time'
const HEIGHT = 64
const HELP =
  'Invocations that the choice leaves, by start and result, from log lines. A drag narrows the list to a stretch; so do the arrow keys (Shift widens) and Enter. Hatched: not read, or not looked at.'

type Props = {
  data: InvocationFacetsResponse
  changesOf: ChangesOf
  stale: boolean
  narrowed: { fromMs: number; toMs: number } | null
  onWindow(window: [number, number] | null): void
}

/** How many invocations there were, by time and result; what is chosen narrows the list. */
export function InvocationHistogram({ data, changesOf, stale, narrowed, onWindow }: Props) {
  const { asTable } = useShownData(ID)
  const prepared = useMemo(() => prepareInvocationHistogram(data), [data])
  return (
    <Panel
      title={TITLE}
      help={HELP}
      actions={
        <>
          <ul className="mr-2 flex gap-3 max-sm:hidden">
            {prepared.series.toReversed().map(({ label, color }) => (
              <li key={label} className="flex items-center gap-1.5 text-muted text-xs">
                <span aria-hidden className="size-2 rounded-xs" style={{ background: color }} />
                {label}
              </li>
            ))}
          </ul>
          <DataSwitch id={ID} title={TITLE} table={() => tableOfHistogram(prepared)} />
        </>
      }
    >
      <div className={classNames('h-[104px]', stale && 'stale')}>
        {asTable ? (
          <Suspense fallback={<div className="skeleton mx-3 h-24" />}>
            <HistogramTable prepared={prepared} onWindow={(fromMs, toMs) => onWindow([fromMs, toMs])} />
          </Suspense>
        ) : (
          <Picture prepared={prepared} data={data} changesOf={changesOf} narrowed={narrowed} onWindow={onWindow} />
        )}
      </div>
    </Panel>
  )
}

type PictureProps = Omit<Props, 'stale'> & { prepared: Prepared }

function Picture({ prepared, data, changesOf, narrowed, onWindow }: PictureProps) {
  const { zone } = useClock()
  const counted = describeTotal(data)
  const { bars, periodMs, fromMs, toMs } = prepared
  const brush = useBrush({ fromMs, periodMs, count: bars.length }, onWindow)
  const marked = brush.atWindow ?? (narrowed && ([narrowed.fromMs, narrowed.toMs] as const))
  const isChoosing = brush.atWindow !== null && brush.atWindow.join() !== [narrowed?.fromMs, narrowed?.toMs].join()
  const clip = (atMs: number) => Math.max(0, Math.min(bars.length, (atMs - fromMs) / periodMs))
  const words = marked
    ? `${formatAbsoluteTime(marked[0], zone)} to ${formatAbsoluteTime(marked[1], zone)}`
    : (bars[brush.place]?.title(zone) ?? '')
  return (
    <div className="px-3">
      <p aria-hidden title={counted} className="figures h-4 truncate text-2xs text-muted">
        {isChoosing ? `${words} · Enter lists them` : counted}
      </p>
      <div className="relative">
        <div
          role="slider"
          tabIndex={0}
          aria-label="Stretch of time of the list: arrow keys move, Shift widens, Enter lists it, Escape lists all"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, bars.length - 1)}
          aria-valuenow={brush.place}
          aria-valuetext={words}
          className="h-16 cursor-crosshair touch-pan-y select-none border-b"
          {...brush.handlers}
        >
          <svg
            aria-hidden
            viewBox={`0 0 ${Math.max(1, bars.length)} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="block size-full"
          >
            <Bars bars={bars} zone={zone} />
            {marked && (
              <g fill="var(--surface)" fillOpacity={0.7}>
                <rect width={clip(marked[0])} height={HEIGHT} />
                <rect x={clip(marked[1])} width={bars.length - clip(marked[1])} height={HEIGHT} />
              </g>
            )}
          </svg>
        </div>
        <FlagRail of={changesOf} fromMs={fromMs} toMs={toMs} />
      </div>
      <div aria-hidden className="relative h-5 text-2xs text-faint">
        {prepared.ticks(zone).map(({ at, label }) => (
          <span
            key={at}
            className="-translate-x-1/2 absolute whitespace-nowrap pt-0.5"
            style={{ left: `${((at - fromMs) / (toMs - fromMs)) * 100}%` }}
          >
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}

const Bars = memo(function Bars({ bars, zone }: { bars: Prepared['bars']; zone: string }) {
  return bars.map(({ atMs, isKnown, parts, title }, at) => (
    <g key={atMs}>
      <title>{title(zone)}</title>
      <rect x={at} width={1} height={HEIGHT} fill={isKnown ? 'transparent' : 'var(--hatch)'} fillOpacity={0.5} />
      {parts.map(({ label, color, from, to }) => (
        <rect key={label} x={at + 0.1} width={0.8} y={HEIGHT * (1 - to)} height={HEIGHT * (to - from)} fill={color} />
      ))}
    </g>
  ))
})

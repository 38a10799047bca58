'use client'

import { memo, useMemo } from 'react'
import { FlagRail } from '@/components/charts/flag-rail'
import { pickTimeTicks } from '@/components/charts/pick-ticks'
import { prepareScatter, type ScatterPoint } from '@/components/traces/prepare-scatter'
import type { Status } from '@/components/traces/trace-status'
import { useClock } from '@/lib/client/clock'
import { useGo } from '@/lib/client/navigation'
import { useScope } from '@/lib/client/view-params'
import type { TraceItem } from '@/lib/contracts/traces'

const FILL: Record<Status, string> = {
  ok: 'var(--ok)',
  error: 'var(--error)',
  throttle: 'var(--throttle)',
  fault: 'var(--fault)',
}

const LEGEND: { status: Status; label: string }[] = [
  { status: 'ok', label: 'OK' },
  { status: 'error', label: 'Error (4xx)' },
  { status: 'throttle', label: 'Throttle (429)' },
  { status: 'fault', label: 'Fault (5xx)' },
]

type Props = { items: readonly TraceItem[]; fromMs: number; toMs: number; note: string | null }

/** Time across, duration up. A press on a point opens its trace; the table below holds the same facts. */
export function TraceScatter({ items, fromMs, toMs, note }: Props) {
  const go = useGo()
  const { zone } = useClock()
  const { scope } = useScope()
  const scatter = useMemo(() => prepareScatter(items, fromMs, toMs), [items, fromMs, toMs])
  const xTicks = pickTimeTicks(fromMs, toMs, zone, 8)
  const open = (target: EventTarget) => {
    const id = target instanceof Element ? target.getAttribute('data-trace') : null
    if (id !== null) go(`/traces/${id}`)
  }
  return (
    <section
      aria-label="Duration of each trace over time"
      className="rounded-(--radius) border bg-surface px-3 pt-2 pb-1"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-2xs text-muted">
        <h2 className="font-medium text-sm text-text">Duration over time</h2>
        {note !== null && <span>{note}</span>}
        <ul className="ml-auto flex flex-wrap gap-3">
          {LEGEND.map(({ status, label }) => (
            <li key={status} className="inline-flex items-center gap-1.5">
              <span aria-hidden className="size-2 rounded-full" style={{ background: FILL[status] }} />
              {label}
            </li>
          ))}
        </ul>
      </div>
      <div className="relative mt-2 mb-6 ml-14 h-44">
        {scatter.yTicks.map(({ y, label }) => (
          <div key={label} className="absolute inset-x-0 border-t border-t-grid" style={{ bottom: `${y * 100}%` }}>
            <span className="figures absolute -top-2 right-full pr-2 text-2xs text-faint">{label}</span>
          </div>
        ))}
        {xTicks.map(({ at, label }) => (
          <span
            key={at}
            className="figures -translate-x-1/2 absolute top-full pt-1 text-2xs text-faint"
            style={{ left: `${((at - fromMs) / (toMs - fromMs)) * 100}%` }}
          >
            {label}
          </span>
        ))}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table below holds a link for every point */}
        <svg
          role="img"
          aria-label={`${scatter.points.length} traces by start and duration`}
          className="absolute inset-0 size-full overflow-visible"
          onClick={(event) => open(event.target)}
        >
          <Points points={scatter.points} />
        </svg>
        <FlagRail of={{ names: [], places: scope }} fromMs={fromMs} toMs={toMs} />
      </div>
    </section>
  )
}

const Points = memo(function Points({ points }: { points: readonly ScatterPoint[] }) {
  return points.map(({ id, x, y, status, label }) => (
    <circle
      key={id}
      data-trace={id}
      cx={`${(x * 100).toFixed(2)}%`}
      cy={`${((1 - y) * 100).toFixed(2)}%`}
      r={status === 'ok' ? 3 : 4}
      fill={FILL[status]}
      fillOpacity={status === 'ok' ? 0.55 : 0.9}
      className="cursor-pointer hover:stroke-2 hover:stroke-text"
    >
      <title>{label}</title>
    </circle>
  ))
})

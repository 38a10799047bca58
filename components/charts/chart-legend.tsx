'use client'

import type { ChartSpec } from '@/components/charts/chart-spec'
import type { Legend } from '@/components/charts/use-legend'
import { classNames } from '@/lib/client/class-names'

export function ChartLegend({ spec, legend }: { spec: ChartSpec; legend: Legend }) {
  const lines = spec.lines.filter(({ above }) => above)
  return (
    <div className="flex min-h-[24px] items-center gap-x-3 overflow-hidden px-3 text-2xs text-muted max-sm:flex-wrap sm:h-[24px]">
      {spec.series.map(({ key, label, color, dashed }) => (
        <button
          key={key}
          type="button"
          aria-pressed={!legend.hidden.has(key)}
          title="Click to isolate, Ctrl-click to hide"
          onClick={(event) => legend.press(key, !(event.ctrlKey || event.metaKey))}
          className={classNames(
            'inline-flex h-[24px] items-center gap-1.5 whitespace-nowrap rounded hover:text-text',
            legend.hidden.has(key) && 'line-through opacity-60',
          )}
        >
          <svg aria-hidden="true" viewBox="0 0 12 4" className="h-1 w-3">
            <line
              x1="0"
              y1="2"
              x2="12"
              y2="2"
              stroke={color}
              strokeWidth="3"
              strokeDasharray={dashed ? '3 2' : undefined}
            />
          </svg>
          {label}
        </button>
      ))}
      {lines.map(({ label, color }) => (
        <span key={label} className="ml-auto inline-flex items-center gap-1 whitespace-nowrap">
          <span aria-hidden style={{ color }}>
            ↑
          </span>
          {label}, above the chart
        </span>
      ))}
    </div>
  )
}

'use client'

import type { ChartLine, ChartSpec } from '@/components/charts/chart-spec'
import type { Legend } from '@/components/charts/use-legend'
import { classNames } from '@/lib/client/class-names'

export function ChartLegend({ spec, legend }: { spec: ChartSpec; legend: Legend }) {
  return (
    <div className="flex min-h-[24px] flex-wrap items-center gap-x-3 px-3 text-2xs text-muted">
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
      {spec.lines.length > 0 && (
        <span className="ml-auto flex flex-wrap gap-x-3">
          {spec.lines.map((line) => (
            <Limit key={line.label} line={line} />
          ))}
        </span>
      )}
    </div>
  )
}

/** A limit is named here and not on its line, where curves would run through the words. */
function Limit({ line: { label, color, above } }: { line: ChartLine }) {
  return (
    <span className="inline-flex h-[24px] items-center gap-1.5 whitespace-nowrap">
      {above ? (
        <span aria-hidden style={{ color }}>
          ↑
        </span>
      ) : (
        <svg aria-hidden="true" viewBox="0 0 16 4" className="h-1 w-4">
          <line x1="0" y1="2" x2="16" y2="2" stroke={color} strokeWidth="1.5" strokeDasharray="5 3" />
        </svg>
      )}
      {label}
      {above && ', above the chart'}
    </span>
  )
}

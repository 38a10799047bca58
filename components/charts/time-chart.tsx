'use client'

import { useEffect, useMemo } from 'react'
import {
  Area,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  useActiveTooltipLabel,
  XAxis,
  YAxis,
} from 'recharts'
import { bucketCurve } from '@/components/charts/bucket-curve'
import { CHART_HEIGHT, PLOT_BOTTOM, PLOT_LEFT, PLOT_RIGHT } from '@/components/charts/chart-height'
import type { ChartSpec } from '@/components/charts/chart-spec'
import { ChartTooltip } from '@/components/charts/chart-tooltip'
import { isolatedDot } from '@/components/charts/isolated-dot'
import { type ChosenWindow, useDragSelection } from '@/components/charts/use-drag-selection'

export type ChartProps = {
  spec: ChartSpec
  sync: string
  hidden: ReadonlySet<string>
  /** What a drag or the keys have marked. */
  chosen: ChosenWindow | null
  /** Of a drag that has ended; null once another press begins. */
  onDragged(chosen: ChosenWindow | null): void
  onBucket(fromMs: number, toMs: number): void
}

type Props = ChartProps & {
  /** The bucket that the crosshair comes to stand in. */
  onCrosshair(atMs: number | null): void
}

type Row = { at: number } & Record<string, number | null>

const TICK = { fontSize: 11, fill: 'var(--faint)' }

/** Grid and gaps lie under every curve. */
const UNDER = -100

/** Draws what a spec decided. Values stand in the middle of their bucket; what limits are is said above the plot, where no curve is. */
export function TimeChart({ spec, sync, hidden, chosen, onDragged, onBucket, onCrosshair }: Props) {
  const rows = useMemo(() => buildRows(spec), [spec])
  const drag = useDragSelection(spec, { onBucket, onDragged })
  const marked = drag.selection ?? chosen
  const top = spec.yTicks.at(-1)?.at ?? 1
  const hatch = `hatch-${spec.id}`
  return (
    <ComposedChart
      responsive
      style={{ width: '100%', height: CHART_HEIGHT, cursor: 'crosshair', userSelect: 'none' }}
      data={rows}
      syncId={sync}
      margin={{ top: 6, right: PLOT_RIGHT, bottom: 0, left: 0 }}
      title={spec.title}
      desc="The arrow keys move the crosshair, with Shift they choose a stretch, and Enter offers what it leads to."
      {...drag.handlers}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--hatch)" strokeWidth="2" />
        </pattern>
      </defs>
      {spec.yTicks.slice(1).map(({ at }) => (
        <ReferenceLine key={at} y={at} stroke="var(--grid)" zIndex={UNDER} />
      ))}
      <XAxis
        dataKey="at"
        type="number"
        scale="linear"
        domain={[spec.fromMs, spec.toMs]}
        allowDataOverflow
        ticks={spec.xTicks.map(({ at }) => at)}
        tickFormatter={(at: number) => spec.xTicks.find((tick) => tick.at === at)?.label ?? ''}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--line-strong)' }}
        height={PLOT_BOTTOM}
        interval="preserveStartEnd"
      />
      <YAxis
        domain={[0, top]}
        ticks={spec.yTicks.map(({ at }) => at)}
        tickFormatter={(at: number) => spec.yTicks.find((tick) => tick.at === at)?.label ?? ''}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={PLOT_LEFT}
        interval={0}
      />
      {[...spec.gaps, ...(spec.cuts ?? [])].map(({ fromMs, toMs }) => (
        <ReferenceArea
          key={`${fromMs}-${toMs}`}
          x1={Math.max(fromMs, spec.fromMs)}
          x2={Math.min(toMs, spec.toMs)}
          fill={`url(#${hatch})`}
          fillOpacity={1}
          zIndex={UNDER}
        />
      ))}
      {spec.series
        .filter(({ key }) => !hidden.has(key))
        .map(({ key, label, color, shape, dashed, stacked, stepped }) =>
          shape === 'area' ? (
            <Area
              key={key}
              dataKey={key}
              name={label}
              type={bucketCurve}
              stackId={stacked ? 'stack' : undefined}
              stroke={color}
              strokeWidth={1.25}
              fill={color}
              fillOpacity={stacked ? 0.5 : 0.16}
              dot={isolatedDot(rows, key, color)}
              activeDot={{ r: 3, strokeWidth: 0 }}
              isAnimationActive={false}
            />
          ) : (
            <Line
              key={key}
              dataKey={key}
              name={label}
              type={stepped ? bucketCurve : 'linear'}
              stroke={color}
              strokeWidth={1.5}
              strokeDasharray={dashed ? '3 3' : undefined}
              dot={isolatedDot(rows, key, color)}
              activeDot={{ r: 3, strokeWidth: 0 }}
              isAnimationActive={false}
            />
          ),
        )}
      {spec.lines
        .filter(({ above }) => !above)
        .map(({ label, value, color }) => (
          <ReferenceLine key={label} y={value} stroke={color} strokeDasharray="5 3" />
        ))}
      {marked && <ReferenceArea x1={marked.fromMs} x2={marked.toMs} fill="var(--accent)" fillOpacity={0.15} />}
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--faint)', strokeWidth: 1 }}
        allowEscapeViewBox={{ x: false, y: true }}
        wrapperStyle={{ zIndex: 10, outline: 'none' }}
        content={<ChartTooltip spec={spec} />}
      />
      <Crosshair periodMs={spec.periodMs} onMove={onCrosshair} />
    </ComposedChart>
  )
}

/** Says where the crosshair is, which only what stands in the chart can know. */
function Crosshair({ periodMs, onMove }: { periodMs: number; onMove(atMs: number | null): void }) {
  const label = useActiveTooltipLabel()
  const atMs = label === undefined ? null : Number(label) - periodMs / 2
  useEffect(() => onMove(atMs), [atMs, onMove])
  return null
}

function buildRows(spec: ChartSpec): Row[] {
  return spec.atMs.map((at, index) => {
    const row: Row = { at: at + spec.periodMs / 2 }
    for (const { key, values } of spec.series) row[key] = values[index] ?? null
    return row
  })
}

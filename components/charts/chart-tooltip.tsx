'use client'

import type { ChartSpec } from '@/components/charts/chart-spec'
import { countedPart } from '@/components/charts/find-gaps'
import { formatValue } from '@/components/charts/pick-ticks'
import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime, formatDuration } from '@/lib/domain/format'

const DAY_MS = 86_400_000

type Props = { spec: ChartSpec; active?: boolean; label?: string | number }

/** The bucket under the crosshair, largest value first; a bucket without an answer says why. */
export function ChartTooltip({ spec, active, label }: Props) {
  const { zone } = useClock()
  if (!active || label === undefined) return null
  const at = Number(label) - spec.periodMs / 2
  const index = spec.atMs.indexOf(at)
  if (index < 0) return null
  const rows = spec.series
    .map(({ key, label: name, color, dashed, values }) => ({ key, name, color, dashed, value: values[index] ?? null }))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1))
  const gap = spec.gaps.some(({ fromMs, toMs }) => at >= fromMs && at < toMs)
  // What is dashed is beside the matter.
  const isKnown = rows.some(({ value, dashed }) => value !== null && !dashed)
  const counted = countedPart(at, spec)
  return (
    <div className="min-w-36 max-w-72 rounded-(--radius) border border-line-strong bg-raised px-2.5 py-2 text-xs">
      <p className="figures mb-1 text-muted">
        {describeMoment(at, zone, spec)} · {formatDuration(spec.periodMs)}
      </p>
      {gap && (
        <p className="text-balance text-muted">
          {isKnown ? 'In part.' : 'No data.'} {spec.gapReason}
        </p>
      )}
      {counted && (
        <p className="figures text-muted">
          In part: {timeOf(counted.fromMs, zone)} to {timeOf(counted.toMs, zone)} alone.
        </p>
      )}
      {(!gap || isKnown) &&
        rows.map(({ key, name, color, value }) => (
          <p key={key} className="flex items-center gap-1.5">
            <span aria-hidden className="h-0.5 w-2.5 shrink-0" style={{ background: color }} />
            <span className="flex-1">{name}</span>
            <span className="figures pl-4 font-medium">{formatValue(value, spec.unit)}</span>
          </p>
        ))}
    </div>
  )
}

function timeOf(atMs: number, zone: string): string {
  return formatAbsoluteTime(atMs, zone).split(' ')[1]?.slice(0, 5) ?? ''
}

/** The day is said only where the chart shows more than one, the seconds never: buckets are whole minutes. */
function describeMoment(atMs: number, zone: string, { fromMs, toMs }: ChartSpec): string {
  const [day, time = '', offset] = formatAbsoluteTime(atMs, zone).split(' ')
  const minutes = `${time.slice(0, 5)} ${offset}`
  return toMs - fromMs > DAY_MS ? `${day} ${minutes}` : minutes
}

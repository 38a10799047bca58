'use client'

import { X } from 'lucide-react'
import { Segmented } from '@/components/ui/segmented'
import { useClock } from '@/lib/client/clock'
import type { InvocationsChoice } from '@/lib/client/invocations-options'
import { RESULT_FILTERS } from '@/lib/client/result-words'
import { useViewParams } from '@/lib/client/view-params'
import { formatAbsoluteTime, formatDuration, formatMemory } from '@/lib/domain/format'

const SORTS = [
  { value: 'newest', label: 'Newest' },
  { value: 'slowest', label: 'Slowest' },
] as const

export function InvocationFilters({ choice }: { choice: InvocationsChoice }) {
  const { params, set } = useViewParams()
  const { zone } = useClock()
  const narrowed = params.has('window') && 'fromMs' in choice.range ? choice.range : null
  return (
    <div className="flex flex-wrap items-center justify-end gap-2 py-1">
      {narrowed && (
        <button
          type="button"
          aria-label="Show the whole range again"
          onClick={() => set({ window: null })}
          className="figures inline-flex h-7 items-center gap-1 rounded-(--radius) bg-selected px-2 text-xs hover:bg-hover"
        >
          {momentOf(narrowed.fromMs, zone)} to {momentOf(narrowed.toMs, zone)}
          <X aria-hidden className="size-3 text-faint" />
        </button>
      )}
      {(choice.minDurationMs !== null || choice.maxDurationMs !== null) && (
        <button
          type="button"
          aria-label="Show every Duration again"
          onClick={() => set({ minDurationMs: null, maxDurationMs: null })}
          className="figures inline-flex h-7 items-center gap-1 rounded-(--radius) bg-selected px-2 text-xs hover:bg-hover"
        >
          {describeBand(choice)}
          <X aria-hidden className="size-3 text-faint" />
        </button>
      )}
      {choice.memorySizeMb !== null && (
        <button
          type="button"
          aria-label="Show every Memory Size again"
          onClick={() => set({ memorySizeMb: null })}
          className="figures inline-flex h-7 items-center gap-1 rounded-(--radius) bg-selected px-2 text-xs hover:bg-hover"
        >
          Memory size {formatMemory(choice.memorySizeMb)}
          <X aria-hidden className="size-3 text-faint" />
        </button>
      )}
      <select
        aria-label="Result"
        value={choice.result ?? ''}
        onChange={(event) => set({ result: event.target.value })}
        className="h-7 rounded-(--radius) border border-line-strong bg-surface px-1.5 text-xs"
      >
        <option value="">Every result</option>
        {RESULT_FILTERS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Segmented
        label="Order"
        value={choice.sort}
        options={SORTS}
        onChange={(sort) => set({ sort: sort === 'newest' ? null : sort })}
      />
    </div>
  )
}

function describeBand({ minDurationMs, maxDurationMs }: InvocationsChoice): string {
  if (minDurationMs === null) return `up to ${formatDuration(maxDurationMs)}`
  if (maxDurationMs === null) return `longer than ${formatDuration(minDurationMs)}`
  return `${formatDuration(minDurationMs)} to ${formatDuration(maxDurationMs)}`
}

/** "11-20 14:05": a window of a day would begin and end at the same time of day. */
function momentOf(atMs: number, zone: string): string {
  return formatAbsoluteTime(atMs, zone).slice(5, 16)
}

// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays on the grid
// biome-ignore-all lint/a11y/useSemanticElements: a treegrid has no element of its own, and table rows cannot be placed freely
'use client'

import type { TimeView } from '@/components/traces/waterfall-state'
import { classNames } from '@/lib/client/class-names'
import { formatDuration } from '@/lib/domain/format'

/** It stays above the rows while they scroll. */
export const RULER_HEIGHT = 28

const SHARES = [0, 0.25, 0.5, 0.75, 1]

/** The head of the waterfall: the shown stretch of the trace in quarters. */
export function WaterfallRuler({ totalUs, view }: { totalUs: number; view: TimeView }) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-5 flex overflow-hidden border-b bg-surface text-2xs text-muted"
      style={{ height: RULER_HEIGHT }}
    >
      <div role="columnheader" className="flex w-(--names) shrink-0 items-center border-r border-r-grid px-3">
        Segment
      </div>
      <div
        role="columnheader"
        title="Time in which nothing directly below the segment ran"
        className="flex w-(--self) shrink-0 items-center justify-end overflow-hidden border-r border-r-grid pr-2 max-sm:hidden"
      >
        Self
      </div>
      <div role="columnheader" aria-label="Time" data-times className="relative mr-(--after) min-w-0 flex-1">
        {SHARES.map((share) => (
          <span
            key={share}
            className={classNames(
              'figures absolute inset-y-0 flex items-center border-l border-l-grid px-1',
              share % 0.5 !== 0 && 'max-sm:hidden',
            )}
            style={{ left: `${share * 100}%` }}
          >
            {labelOf((totalUs * (view.from + share * (view.to - view.from))) / 1000)}
          </span>
        ))}
      </div>
    </div>
  )
}

function labelOf(ms: number): string {
  return ms === 0 ? '0' : formatDuration(ms)
}

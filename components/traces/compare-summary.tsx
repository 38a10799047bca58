'use client'

import { formatDifference } from '@/components/traces/prepare-comparison'
import { AppLink } from '@/components/ui/app-link'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ComparedTrace, CompareTraceResponse } from '@/lib/contracts/trace-tools'
import { formatCount, formatDuration, shortenId } from '@/lib/domain/format'

/** Both traces in a line each, and what their difference comes to. */
export function CompareSummary({ comparison: { a, b, paths } }: { comparison: CompareTraceResponse }) {
  const count = (change: string) => paths.filter((path) => path.change === change && path.movedTo === null).length
  return (
    <section
      aria-label="Summary"
      className="grid gap-px overflow-hidden rounded-(--radius) border bg-line text-sm sm:grid-cols-3"
    >
      <Side name="First" trace={a} />
      <Side name="Second" trace={b} />
      <div className="bg-surface px-3 py-2">
        <h2 className="text-muted text-xs">Difference</h2>
        <p className="figures mt-0.5 font-medium">{formatDifference(b.durationMs - a.durationMs)}</p>
        <p className="figures mt-0.5 text-muted text-xs">
          {count('added')} added · {count('removed')} removed · {count('moved')} moved
        </p>
      </div>
    </section>
  )
}

function Side({ name, trace }: { name: string; trace: ComparedTrace }) {
  return (
    <div className="min-w-0 bg-surface px-3 py-2">
      <h2 className="flex justify-between gap-2 text-muted text-xs">
        {name}
        <AppLink to={`/traces/${trace.id}`} title={trace.id} className="font-mono text-accent hover:underline">
          {shortenId(trace.id, 10, 6)}
        </AppLink>
      </h2>
      <p className="figures mt-0.5 font-medium">{formatDuration(trace.durationMs)}</p>
      <p className="mt-0.5 truncate text-muted text-xs">
        {trace.entry ?? 'No segment is read yet'} · {formatCount(trace.spanCount)} segments ·{' '}
        <RelativeTime atMs={Math.round(trace.startMs)} />
        {!trace.complete && ' · partial'}
      </p>
    </div>
  )
}

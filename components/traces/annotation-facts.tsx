'use client'

import { AppLink } from '@/components/ui/app-link'
import { annotationFilter } from '@/lib/domain/traces/annotation-filter'

type Props = { annotations: Record<string, unknown>; traceStartMs: number }

const AROUND_MS = 30 * 60_000

/** Annotations; each leads to the traces of the hour around this one that have it too. */
export function AnnotationFacts({ annotations, traceStartMs }: Props) {
  const entries = Object.entries(annotations)
  const window = { from: String(Math.floor(traceStartMs) - AROUND_MS), to: String(Math.ceil(traceStartMs) + AROUND_MS) }
  return (
    <dl className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 text-xs leading-[24px]">
      {entries.map(([key, value]) => {
        const filter = annotationFilter(key, value)
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        return (
          <div key={key} className="contents">
            <dt title={key} className="truncate text-muted">
              {key}
            </dt>
            <dd className="wrap-anywhere font-mono">
              {filter === null ? (
                text
              ) : (
                <AppLink
                  to="/traces"
                  params={{ range: null, ...window, filter }}
                  title={`Traces with ${filter}`}
                  className="inline-block min-h-[24px] min-w-[24px] text-accent hover:underline"
                >
                  {text === '' ? '(empty)' : text}
                </AppLink>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

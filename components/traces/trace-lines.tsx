'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { TraceInvocations } from '@/components/traces/trace-invocations'
import { TraceLineRow } from '@/components/traces/trace-line-row'
import type { TraceFacts } from '@/components/traces/trace-title'
import { AppLink } from '@/components/ui/app-link'
import { Button, buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { useClock } from '@/lib/client/clock'
import { traceLinesOptions } from '@/lib/client/trace-tools-options'
import { useViewParams } from '@/lib/client/view-params'

/** So many lines are drawn at once; more when they are asked for. */
const LINES_AT_ONCE = 500

type Props = {
  trace: TraceFacts
  selectedId: string | null
  lit: string | null
  onSelectSpan(id: string): void
  onHover(service: string | null): void
}

/** The log lines of all invocations of a trace as they were written, one after the other; of one of them when it is chosen. */
export function TraceLines({ trace, selectedId, lit, onSelectSpan, onHover }: Props) {
  const { data, error, refetch } = useQuery(traceLinesOptions(trace.id))
  const { params, set } = useViewParams()
  const only = params.get('of')
  const [most, setMost] = useState(LINES_AT_ONCE)
  const { zone } = useClock()
  if (trace.invocations.length === 0) {
    return (
      <Notice kind="empty" title="No invocation of this trace is stored">
        Its log lines have not been pulled yet, are no longer kept, or its functions do not log.
      </Notice>
    )
  }
  const lines = (data?.lines ?? []).filter(({ invocationId }) => only === null || invocationId === only)
  return (
    <>
      <TraceInvocations
        trace={trace}
        only={only}
        lit={lit}
        onOnly={(id) => set({ of: id }, 'replace')}
        onHover={onHover}
        onSelectSpan={onSelectSpan}
      />
      {error && <QueryError error={error} onRetry={refetch} />}
      {!data && !error && <div className="skeleton m-3 h-64" />}
      {data && lines.length === 0 && <NoLines only={data.truncated ? only : null} />}
      {lines.length > 0 && (
        <section
          aria-label="Log lines of the trace"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
          tabIndex={0}
          className="max-h-[480px] overflow-auto border-t py-1"
        >
          <ol onPointerLeave={() => onHover(null)}>
            {lines.slice(0, most).map((line, index) => (
              <TraceLineRow
                // biome-ignore lint/suspicious/noArrayIndexKey: lines may be equal in every word; their order never changes
                key={`${line.atMs}-${index}`}
                line={line}
                startMs={trace.startMs}
                zone={zone}
                selected={line.spanId !== null && line.spanId === selectedId}
                lit={lit === line.functionName}
                onSelectSpan={onSelectSpan}
                onHover={onHover}
              />
            ))}
          </ol>
          {lines.length > most && (
            <div className="p-2">
              <Button size="sm" onClick={() => setMost(most + LINES_AT_ONCE)}>
                Show more of {lines.length} lines
              </Button>
            </div>
          )}
        </section>
      )}
      {data?.truncated && (
        <p className="border-t px-3 py-2 text-muted text-xs">
          More lines exist than are shown here. Open an invocation for all of its lines.
        </p>
      )}
    </>
  )
}

/** only: the invocation that is chosen, where lines of the trace were left out and its own may be among them. */
function NoLines({ only }: { only: string | null }) {
  if (only === null) {
    return (
      <Notice kind="empty" title="No log line is stored">
        The invocation is known from its report. Its lines have not been pulled yet, or are no longer kept.
      </Notice>
    )
  }
  return (
    <Notice
      kind="info"
      title="Lines of this invocation may be beyond those that are shown here"
      actions={
        <AppLink to={`/invocations/${only}`} className={buttonClass('secondary')}>
          Open the invocation
        </AppLink>
      }
    >
      The trace has more log lines than are read at once; or those of this one are not pulled yet, or no longer kept.
    </Notice>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { TraceFacts } from '@/components/traces/trace-title'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { LogLines } from '@/components/ui/log-lines'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { ResultMark } from '@/components/ui/result-mark'
import { classNames } from '@/lib/client/class-names'
import { functionPath } from '@/lib/client/function-ref'
import { invocationOptions } from '@/lib/client/invocation-options'

type Invocation = TraceFacts['invocations'][number]
type Props = {
  trace: TraceFacts
  lit: string | null
  onHover(service: string | null): void
  onSelectSpan(id: string): void
}

/** The log lines of every invocation in the trace. */
export function TraceInvocations({ trace, lit, onHover, onSelectSpan }: Props) {
  const [open, setOpen] = useState<string | null>(trace.invocations[0]?.id ?? null)
  return (
    <Panel
      title={`Log lines of its invocations · ${trace.invocations.length}`}
      help="Joined by trace ID and request ID."
    >
      {trace.invocations.length === 0 && (
        <Notice kind="empty" title="No invocation of this trace is stored">
          Its log lines have not been pulled yet, are no longer kept, or its functions do not log.
        </Notice>
      )}
      <ul className="divide-y border-t">
        {trace.invocations.map((invocation) => (
          <InvocationItem
            key={invocation.id}
            invocation={invocation}
            place={trace}
            startMs={trace.startMs}
            open={open === invocation.id}
            lit={lit === invocation.functionName}
            onHover={onHover}
            onToggle={() => setOpen(open === invocation.id ? null : invocation.id)}
            onSelectSpan={onSelectSpan}
          />
        ))}
      </ul>
    </Panel>
  )
}

type ItemProps = {
  invocation: Invocation
  place: { accountId: string; region: string }
  startMs: number
  open: boolean
  lit: boolean
  onHover(service: string | null): void
  onToggle(): void
  onSelectSpan(id: string): void
}

function InvocationItem({ invocation, place, startMs, open, lit, onHover, onToggle, onSelectSpan }: ItemProps) {
  const { functionName, spanId } = invocation
  return (
    <li
      data-lit={lit || undefined}
      className={classNames(lit && 'bg-hover')}
      onPointerEnter={() => onHover(functionName)}
      onPointerLeave={() => onHover(null)}
    >
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 px-3 text-sm">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="inline-flex min-w-0 items-center gap-2 rounded font-medium"
        >
          <ChevronRight aria-hidden className={classNames('size-3.5 text-faint', open && 'rotate-90')} />
          <span className="truncate">{functionName}</span>
        </button>
        <Badge>{invocation.version}</Badge>
        <ResultMark result={invocation.result} />
        <span className="ml-auto flex gap-3 text-xs">
          {spanId !== null && (
            <button
              type="button"
              onClick={() => onSelectSpan(spanId)}
              className="rounded text-muted hover:text-text hover:underline"
            >
              Show its segment
            </button>
          )}
          <AppLink
            to={functionPath({ name: functionName })}
            params={{ accountId: place.accountId, region: place.region }}
            className="rounded text-muted hover:text-text hover:underline"
          >
            Function
          </AppLink>
          <AppLink to={`/invocations/${invocation.id}`} className="rounded text-accent hover:underline">
            Invocation
          </AppLink>
        </span>
      </div>
      {open && <Lines id={invocation.id} startMs={Math.round(startMs)} name={functionName} />}
    </li>
  )
}

function Lines({ id, startMs, name }: { id: string; startMs: number; name: string }) {
  const { data, error, refetch } = useQuery(invocationOptions(id))
  if (error) return <QueryError error={error} onRetry={refetch} />
  if (!data) return <div className="skeleton mx-3 mb-3 h-24" />
  return (
    <LogLines
      label={`Log lines of ${name}`}
      lines={data.lines}
      startMs={startMs}
      truncated={data.linesTruncated}
      className="max-h-80 border-t"
    />
  )
}

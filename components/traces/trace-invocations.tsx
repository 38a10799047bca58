'use client'

import type { TraceFacts } from '@/components/traces/trace-title'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { ResultMark } from '@/components/ui/result-mark'
import { classNames } from '@/lib/client/class-names'
import { functionPath } from '@/lib/client/function-ref'

type Props = {
  trace: TraceFacts
  only: string | null
  lit: string | null
  onHover(service: string | null): void
  onOnly(id: string | null): void
  onSelectSpan(id: string): void
}

/** More are not looked through by eye. */
const MOST_SHOWN = 100

/** The first invocations of a trace; a press of a name leaves only its log lines. */
export function TraceInvocations({ trace, only, lit, onHover, onOnly, onSelectSpan }: Props) {
  const { accountId, region, invocations, invocationCount } = trace
  const shown = invocations.slice(0, MOST_SHOWN)
  return (
    <ul aria-label="Invocations of the trace" className="max-h-48 divide-y overflow-y-auto border-t">
      {shown.map(({ id, functionName, version, result, spanId }) => (
        <li
          key={id}
          data-lit={lit === functionName || undefined}
          onPointerEnter={() => onHover(functionName)}
          onPointerLeave={() => onHover(null)}
          className={classNames(
            'flex min-h-9 flex-wrap items-center gap-x-3 px-3 text-sm',
            lit === functionName && 'bg-hover',
          )}
        >
          <button
            type="button"
            aria-pressed={only === id}
            title={only === id ? 'Show the lines of all invocations' : `Show only the lines of ${functionName}`}
            onClick={() => onOnly(only === id ? null : id)}
            className={classNames(
              'min-h-[24px] min-w-0 truncate rounded font-medium hover:underline',
              only === id && 'text-accent underline',
            )}
          >
            {functionName}
          </button>
          <Badge>{version}</Badge>
          <ResultMark result={result} />
          <span className="ml-auto flex gap-3 text-xs">
            {spanId !== null && (
              <button
                type="button"
                onClick={() => onSelectSpan(spanId)}
                className="inline-flex min-h-[24px] items-center rounded text-muted hover:text-text hover:underline"
              >
                Show its segment
              </button>
            )}
            <AppLink
              to={functionPath({ name: functionName })}
              params={{ accountId, region }}
              className="inline-flex min-h-[24px] items-center rounded text-muted hover:text-text hover:underline"
            >
              Function
            </AppLink>
            <AppLink
              to={`/invocations/${id}`}
              className="inline-flex min-h-[24px] items-center rounded text-accent hover:underline"
            >
              Invocation
            </AppLink>
          </span>
        </li>
      ))}
      {invocationCount > shown.length && (
        <li className="px-3 py-2 text-muted text-xs">
          The first {shown.length} of {invocationCount.toLocaleString('en')} by time. The details of a function’s
          segment lead to its invocation
          {invocationCount > invocations.length &&
            `, of the first ${invocations.length.toLocaleString('en')} of ${invocationCount.toLocaleString('en')}`}
          .
        </li>
      )}
    </ul>
  )
}

'use client'

import { memo } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { LEVELS } from '@/components/ui/log-lines'
import { classNames } from '@/lib/client/class-names'
import type { TraceLine } from '@/lib/contracts/trace-tools'
import { formatAbsoluteTime, formatDuration, shortenId } from '@/lib/domain/format'

type Props = {
  line: TraceLine
  startMs: number
  /** Of the moment that is shown on hover. */
  zone: string
  /** The pointer is on its function elsewhere. */
  lit: boolean
  selected: boolean
  onSelectSpan(id: string): void
  onHover(service: string | null): void
}

/** One line: when, by which function, of which request, how grave, what. The function leads to its span, the ID to the invocation. */
export const TraceLineRow = memo(function TraceLineRow(props: Props) {
  const { line, startMs, zone, lit, selected, onSelectSpan, onHover } = props
  const { atMs, message, invocationId, functionName, requestId, spanId } = line
  const level = line.level === null ? undefined : LEVELS[line.level.toLowerCase()]
  const isBad = level?.tone === 'text-fault'
  return (
    <li
      data-lit={lit || undefined}
      onPointerEnter={() => onHover(functionName)}
      className={classNames(
        'grid min-h-[24px] grid-cols-[64px_44px_minmax(0,1fr)] gap-x-2 border-l-2 px-3 font-mono text-xs leading-[24px] [contain-intrinsic-size:auto_24px] [content-visibility:auto] sm:grid-cols-[72px_132px_96px_44px_minmax(0,1fr)]',
        isBad ? 'border-l-fault bg-fault-soft' : 'border-l-transparent',
        selected && !isBad && 'bg-selected',
        !selected && !isBad && (lit ? 'bg-hover' : 'hover:bg-hover'),
      )}
    >
      <time
        dateTime={new Date(atMs).toISOString()}
        title={formatAbsoluteTime(atMs, zone)}
        className="figures text-right text-muted"
      >
        {atMs >= startMs ? '+' : '−'}
        {formatDuration(Math.abs(Math.round(atMs - startMs)))}
      </time>
      <span className="truncate max-sm:order-1">
        {spanId === null ? (
          <span title={functionName}>{functionName}</span>
        ) : (
          <button
            type="button"
            title={`Show the segment of ${functionName}`}
            onClick={() => onSelectSpan(spanId)}
            className="h-[24px] max-w-full truncate rounded text-left hover:underline"
          >
            {functionName}
          </button>
        )}
      </span>
      <AppLink
        to={`/invocations/${invocationId}`}
        title={`Invocation ${requestId}`}
        className="h-[24px] truncate text-accent hover:underline max-sm:hidden"
      >
        {shortenId(requestId, 8, 4)}
      </AppLink>
      <span className={classNames('text-2xs leading-[24px]', level?.tone)}>{level?.label}</span>
      <span className="whitespace-pre-wrap wrap-anywhere py-1 leading-4 max-sm:order-2 max-sm:col-span-3">
        {message.trimEnd()}
      </span>
    </li>
  )
})

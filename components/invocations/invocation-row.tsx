'use client'

import { ChevronRight } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { ResultMark } from '@/components/ui/result-mark'
import { classNames } from '@/lib/client/class-names'
import type { InvocationItem } from '@/lib/contracts/invocations'
import { environmentName } from '@/lib/domain/environment-name'
import { formatDuration, formatMemory, shortenId } from '@/lib/domain/format'

const InvocationLines = lazy(() => import('@/components/invocations/invocation-lines'))

type Props = {
  item: InvocationItem
  index: number
  columns: number
  selected: boolean
  open: boolean
  onToggle(id: string): void
}

export const InvocationRow = memo(function InvocationRow({ item, index, columns, selected, open, onToggle }: Props) {
  const init = item.initMs ?? item.restoreMs
  const cell = 'h-8 overflow-hidden text-ellipsis whitespace-nowrap px-2 first:pl-3 last:pr-3'
  const more = `${cell} max-sm:hidden`
  const figure = `${cell} figures text-right`
  const moreFigure = `${more} figures text-right`
  return (
    <>
      <tr
        id={`invocation-${index}`}
        onClick={(event) => !(event.target as HTMLElement).closest('a, button') && onToggle(item.id)}
        className={classNames(
          'cursor-pointer border-b border-b-grid',
          selected || open ? 'bg-selected' : 'hover:bg-hover',
        )}
      >
        <td className={cell}>
          <button
            type="button"
            aria-expanded={open}
            aria-label={`Log lines of ${item.requestId}`}
            onClick={() => onToggle(item.id)}
            className="mr-1 inline-flex size-5 items-center justify-center rounded align-middle text-faint hover:text-text"
          >
            <ChevronRight aria-hidden className={classNames('size-3.5', open && 'rotate-90')} />
          </button>
          <RelativeTime atMs={item.atMs} />
        </td>
        <td className={more}>
          <AppLink to={`/invocations/${item.id}`} title={item.requestId} className="font-mono text-xs hover:underline">
            {shortenId(item.requestId)}
          </AppLink>
        </td>
        <td className={more}>{item.version}</td>
        <td className={more}>
          <AppLink
            to={`/invocations/${item.id}#environment`}
            title={`What its execution environment did before and after: log stream ${item.logStream}`}
            className="font-mono text-muted text-xs hover:underline"
          >
            {environmentName(item.logStream)}
          </AppLink>
        </td>
        <td className={cell}>
          <span className="flex items-center gap-2">
            <ResultMark result={item.result} title={item.errorMessage ?? undefined} />
            {item.errorType !== null && <span className="truncate text-faint text-xs">{item.errorType}</span>}
          </span>
        </td>
        <td className={figure} title={exactMs(item.durationMs)}>
          {formatDuration(item.durationMs)}
        </td>
        <td className={classNames(moreFigure, 'text-muted')} title={exactMs(item.billedMs)}>
          {formatDuration(item.billedMs)}
        </td>
        <td className={moreFigure} title={exactMs(init)}>
          {init === null ? <span className="text-faint">—</span> : <Badge tone="cold">{formatDuration(init)}</Badge>}
        </td>
        <td className={classNames(moreFigure, 'text-muted')}>
          {item.maxMemoryUsedMb ?? '—'} <span className="text-faint">/ {formatMemory(item.memoryMb)}</span>
        </td>
        <td className={more}>
          {item.traceId === null ? (
            <span className="text-faint">—</span>
          ) : (
            <AppLink
              to={`/traces/${item.traceId}`}
              title={item.traceId}
              className="font-mono text-accent text-xs hover:underline"
            >
              {shortenId(item.traceId, 8, 4)}
            </AppLink>
          )}
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={columns} className="border-b bg-sunken p-0">
            <Suspense fallback={<div className="skeleton m-3 h-32" />}>
              <InvocationLines id={item.id} atMs={item.atMs} />
            </Suspense>
          </td>
        </tr>
      )}
    </>
  )
})

function exactMs(value: number | null): string | undefined {
  return value === null ? undefined : `${value} ms`
}

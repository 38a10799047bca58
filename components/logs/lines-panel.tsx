'use client'

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect } from 'react'
import { LogList } from '@/components/logs/log-list'
import { Button } from '@/components/ui/button'
import { NothingFound } from '@/components/ui/nothing-found'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import type { ListLogsResponse, LogItem } from '@/lib/contracts/logs'
import { formatAbsoluteTime } from '@/lib/domain/format'
import { NOTHING_READ } from '@/lib/domain/read-extent'

type Props = {
  lines: UseInfiniteQueryResult<InfiniteData<ListLogsResponse>>
  items: readonly LogItem[]
  marks: readonly string[]
  openId: string | null
  onOpen(id: string | null): void
  filtered: boolean
  onClear(): void
  whenNothing: ReactNode
}

/** Lines that meet the search, newest first, and how far back was looked. */
export function LinesPanel({ lines, items, marks, openId, onOpen, filtered, onClear, whenNothing }: Props) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = lines
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  // An answer in parts may begin with parts that hold nothing.
  const isEmpty = lines.data !== undefined && items.length === 0
  useEffect(() => {
    if (isEmpty) onEnd()
  }, [isEmpty, onEnd])
  if (lines.error && !lines.data) return <QueryError error={lines.error} onRetry={lines.refetch} className="flex-1" />
  if (!lines.data) return <div className="skeleton h-96 flex-1" />
  return (
    <div className={classNames('flex min-h-0 min-w-0 flex-1 flex-col gap-2', lines.isPlaceholderData && 'stale')}>
      {items.length === 0 ? (
        hasNextPage ? (
          <Notice kind="waiting" title="No line found so far" live />
        ) : (
          <NothingFound
            what={filtered ? 'No line meets the search' : 'No line was logged'}
            read={lines.data.pages.at(-1)?.read ?? NOTHING_READ}
            source="logs"
            whileUnread={whenNothing}
            actions={filtered && <Button onClick={onClear}>Clear the search</Button>}
          >
            {filtered && 'Words are found whole and in their case: “time” is not in “timeout”, time* is.'}
          </NothingFound>
        )
      ) : (
        <LogList {...{ items, marks, openId, onOpen, onEnd }} className="max-lg:h-[60vh] max-lg:flex-none" />
      )}
      <Searched {...{ lines, items }} />
    </div>
  )
}

function Searched({ lines, items }: Pick<Props, 'lines' | 'items'>) {
  const { zone } = useClock()
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data } = lines
  const searchedToMs = data?.pages.at(-1)?.searchedToMs
  if (searchedToMs === undefined) return null
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-3 text-muted text-xs">
      <p role="status">
        {items.length.toLocaleString('en')}
        {hasNextPage ? '+' : ''} lines · looked back to {formatAbsoluteTime(searchedToMs, zone)}
        {hasNextPage ? '' : ', all of this window'}
      </p>
      {hasNextPage && (
        <Button size="sm" onClick={() => fetchNextPage()} disabled={isFetchingNextPage}>
          {isFetchingNextPage ? 'Looking' : 'Look further back'}
        </Button>
      )}
    </div>
  )
}

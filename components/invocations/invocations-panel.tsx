'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { InvocationFilters } from '@/components/invocations/invocation-filters'
import { InvocationsTable } from '@/components/invocations/invocations-table'
import { readChoice } from '@/components/invocations/read-choice'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import type { FunctionRef } from '@/lib/client/function-ref'
import { ApiError } from '@/lib/client/get-json'
import { invocationsKey, invocationsOptions } from '@/lib/client/invocations-options'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { ListInvocationsResponse } from '@/lib/contracts/invocations'

type Page = ListInvocationsResponse & { from: number; to: number }

type Props = { fn: FunctionRef; initial: { key: string; page: Page } | null; whenNothing: string }

export function InvocationsPanel({ fn, initial, whenNothing }: Props) {
  const { params } = useViewParams()
  const { live } = useLive()
  const text = params.toString()
  const choice = useMemo(() => readChoice(new URLSearchParams(text)), [text])
  const first = initial !== null && initial.key === invocationsKey(choice) ? initial.page : undefined
  const query = useInfiniteQuery({
    ...invocationsOptions(fn, choice),
    initialData: first && { pages: [first], pageParams: [null] },
    // Only the first page follows the clock; rows that someone pages through must not move away.
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? 10_000 : false),
  })
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const refused = isRefusal(query.error)
  return (
    <Panel
      title="Invocations"
      help="From log lines: one row for each attempt. A retry that reuses a request ID is a row of its own."
      actions={<InvocationFilters choice={choice} />}
    >
      <div className={classNames(query.isPlaceholderData && 'stale')}>
        {query.error && !query.data ? (
          refused ? (
            <Notice kind="info" title="These invocations cannot be told apart">
              {query.error.message}
            </Notice>
          ) : (
            <QueryError error={query.error} onRetry={query.refetch} />
          )
        ) : items.length === 0 ? (
          query.isPending ? (
            <div className="skeleton m-3 h-64" />
          ) : (
            <Notice kind="empty" title="No invocation in this window">
              {whenNothing}
            </Notice>
          )
        ) : (
          <InvocationsTable items={items} />
        )}
        {query.hasNextPage && (
          <div className="flex justify-center border-t p-2">
            <Button look="ghost" onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              {query.isFetchingNextPage ? 'Loading' : 'Show more'}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  )
}

/** The server refuses aliases whose lines cannot be told apart; that is an answer, not a failure. */
function isRefusal(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'CONFLICT'
}

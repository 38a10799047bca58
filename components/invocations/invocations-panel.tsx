'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { InvocationFilters } from '@/components/invocations/invocation-filters'
import { InvocationsTable } from '@/components/invocations/invocations-table'
import { AppLink } from '@/components/ui/app-link'
import { Button, buttonClass } from '@/components/ui/button'
import { NothingFound } from '@/components/ui/nothing-found'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { ApiError } from '@/lib/client/get-json'
import { type InvocationsChoice, invocationsOptions } from '@/lib/client/invocations-options'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { InvocationFacetsResponse, ListInvocationsResponse } from '@/lib/contracts/invocations'
import { formatAbsoluteTime, formatCount } from '@/lib/domain/format'
import { NOTHING_READ } from '@/lib/domain/read-extent'

export type InvocationsPage = ListInvocationsResponse & { from: number; to: number }

type Props = {
  fn: FunctionRef
  choice: InvocationsChoice
  first: InvocationsPage | undefined
  counted: InvocationFacetsResponse | undefined
  whenNothing: string
}

export function InvocationsPanel({ fn, choice, first, counted, whenNothing }: Props) {
  const { live } = useLive()
  const { zone } = useClock()
  const query = useInfiniteQuery({
    ...invocationsOptions(fn, choice),
    initialData: first && { pages: [first], pageParams: [null] },
    // Only the first page follows the clock; rows that someone pages through must not move away.
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? 10_000 : false),
  })
  const lookedFromMs = query.data?.pages.at(-1)?.lookedFromMs ?? null
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const refused = isRefusal(query.error)
  return (
    <Panel
      title={counted && counted.reason === null ? <Title counted={counted} /> : 'Invocations'}
      help="From log lines: one row for each attempt. A retry that reuses a request ID is a row of its own."
      actions={<InvocationFilters choice={choice} />}
    >
      <div className={classNames(query.isPlaceholderData && 'stale')}>
        {query.error && !query.data ? (
          refused ? (
            <Notice
              kind="info"
              title="These invocations cannot be told apart"
              actions={<WayOut fn={fn} version={choice.version} />}
            >
              {query.error.message}
            </Notice>
          ) : (
            <QueryError error={query.error} onRetry={query.refetch} />
          )
        ) : items.length === 0 ? (
          query.isPending ? (
            <div className="skeleton m-3 h-64" />
          ) : lookedFromMs === null ? (
            <NothingFound
              what="No invocation was found"
              read={query.data?.pages.at(-1)?.read ?? NOTHING_READ}
              source="logs"
            >
              {whenNothing}
            </NothingFound>
          ) : (
            <Notice kind="empty" title="None found so far">
              What is asked for may stand further back.
            </Notice>
          )
        ) : (
          <InvocationsTable items={items} />
        )}
        {(query.hasNextPage || lookedFromMs !== null) && (
          <div className="flex flex-wrap items-center justify-center gap-2 border-t p-2">
            {lookedFromMs !== null && (
              <p className="text-muted text-xs">
                Looked back to {formatAbsoluteTime(Math.floor(lookedFromMs / 1000) * 1000, zone)}.
                {query.hasNextPage ? '' : ' Narrow the range to look before it.'}
              </p>
            )}
            {query.hasNextPage && (
              <Button look="ghost" onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                {query.isFetchingNextPage ? 'Loading' : lookedFromMs === null ? 'Show more' : 'Look further back'}
              </Button>
            )}
          </div>
        )}
      </div>
    </Panel>
  )
}

function Title({ counted: { total, lookedAt } }: { counted: InvocationFacetsResponse }) {
  return (
    <>
      Invocations
      <span className="figures truncate font-normal text-muted max-sm:hidden" title={total.toLocaleString('en')}>
        {formatCount(total)}
        {lookedAt !== null && ` of the newest ${formatCount(lookedAt.invocations)}`}
      </span>
    </>
  )
}

/** Log lines name the version that ran, however it was called. */
function WayOut({ fn, version }: { fn: FunctionRef; version: string | null }) {
  const { set } = useViewParams()
  if (version !== null) {
    return (
      <Button onClick={() => set({ qualifier: version, version: null })}>
        Show version {version}, however it was called
      </Button>
    )
  }
  const { accountId, region } = fn
  return (
    <AppLink to={`${functionPath(fn)}/versions`} params={{ accountId, region }} className={buttonClass('secondary')}>
      Choose one of its versions
    </AppLink>
  )
}

/** The server refuses aliases whose lines cannot be told apart; that is an answer, not a failure. */
function isRefusal(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'CONFLICT'
}

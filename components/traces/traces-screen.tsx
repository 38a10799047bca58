'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { readTracesChoice } from '@/components/traces/read-traces-choice'
import { TraceFilter } from '@/components/traces/trace-filter'
import { TraceScatter } from '@/components/traces/trace-scatter'
import { TracesTable } from '@/components/traces/traces-table'
import { AppLink } from '@/components/ui/app-link'
import { Button, buttonClass } from '@/components/ui/button'
import { NothingFound } from '@/components/ui/nothing-found'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { Segmented } from '@/components/ui/segmented'
import { classNames } from '@/lib/client/class-names'
import { tracesKey, tracesOptions } from '@/lib/client/traces-options'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { ListTracesResponse } from '@/lib/contracts/traces'
import { describeExtent } from '@/lib/domain/read-extent'

type Page = ListTracesResponse & { from: number; to: number }

const SORTS = [
  { value: 'newest', label: 'Newest' },
  { value: 'slowest', label: 'Slowest' },
] as const

export function TracesScreen({
  initial,
  whenNothing,
}: {
  initial: { key: string; page: Page } | null
  whenNothing: ReactNode
}) {
  const { params, set } = useViewParams()
  const { live } = useLive()
  const text = params.toString()
  const choice = useMemo(() => readTracesChoice(new URLSearchParams(text)), [text])
  const first = initial?.key === tracesKey(choice) ? initial.page : undefined
  const query = useInfiniteQuery({
    ...tracesOptions(choice),
    initialData: first && { pages: [first], pageParams: [null] },
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? 10_000 : false),
  })
  const items = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items), [query.data])
  const window = query.data?.pages[0]
  const partly = window === undefined || items.length === 0 ? null : describeExtent(window.read, 'traces')
  const filtered = choice.filter !== null || choice.functionName !== null
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            <p role="status" className="figures text-muted text-sm">
              {items.length}
              {query.hasNextPage ? '+' : ''} traces
              {partly !== null && ` · ${partly}`}
            </p>
            <AppLink to="/traces/compare" className={buttonClass('ghost', 'sm')}>
              Compare two
            </AppLink>
            <OpenInAws page="traces" />
          </>
        }
      >
        Traces
      </PageTitle>
      <div className="flex flex-wrap items-start gap-2">
        <TraceFilter key={choice.filter} filter={choice.filter ?? ''} functionName={choice.functionName} />
        <Segmented
          label="Order"
          value={choice.sort}
          options={SORTS}
          onChange={(sort) => set({ sort: sort === 'newest' ? null : sort })}
        />
      </div>
      {query.error && !query.data ? (
        <QueryError error={query.error} onRetry={query.refetch} />
      ) : window === undefined ? (
        <div className="skeleton h-96" />
      ) : items.length === 0 ? (
        <NothingFound
          what={filtered ? 'No trace meets the filter' : 'No trace began'}
          read={window.read}
          source="traces"
          whileUnread={whenNothing}
          actions={
            filtered && <Button onClick={() => set({ filter: null, functionName: null })}>Clear the filter</Button>
          }
        />
      ) : (
        <div className={classNames('flex flex-col gap-4', query.isPlaceholderData && 'stale')}>
          <TraceScatter
            items={items}
            fromMs={window.from}
            toMs={window.to}
            note={query.hasNextPage ? `the ${items.length} ${choice.sort} of this window` : null}
          />
          <TracesTable items={items} />
          {query.hasNextPage && (
            <div className="flex justify-center">
              <Button onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                {query.isFetchingNextPage ? 'Loading' : 'Show more'}
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  )
}

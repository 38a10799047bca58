'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { ChangeEntry } from '@/components/changes/change-entry'
import { groupByDay } from '@/components/changes/group-by-day'
import { readChangesChoice } from '@/components/changes/read-changes-choice'
import { Button } from '@/components/ui/button'
import { FilterChip } from '@/components/ui/filter-chip'
import { NothingFound } from '@/components/ui/nothing-found'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { SavedViews } from '@/components/ui/saved-views'
import { SearchField } from '@/components/ui/search-field'
import { Segmented } from '@/components/ui/segmented'
import { allChangesKey, allChangesOptions, leastRead } from '@/lib/client/changes-options'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { ListChangesResponse } from '@/lib/contracts/changes'

type Page = ListChangesResponse & { from: number; to: number }

const GROUPS = [
  { value: 'all', label: 'All' },
  { value: 'deployments', label: 'Deployments' },
  { value: 'configuration', label: 'Configuration' },
  { value: 'concurrency', label: 'Concurrency' },
  { value: 'triggers', label: 'Triggers' },
  { value: 'issues', label: 'Issues' },
] as const

/** Everything that two looks at the functions differ in, newest first, by day. */
export function ChangesScreen({ initial }: { initial: { key: string; page: Page } }) {
  const { params, set } = useViewParams()
  const { zone } = useClock()
  const { live } = useLive()
  const text = params.toString()
  const choice = useMemo(() => readChangesChoice(new URLSearchParams(text)), [text])
  const first = initial.key === allChangesKey(choice) ? initial.page : undefined
  const query = useInfiniteQuery({
    ...allChangesOptions(choice),
    initialData: first && { pages: [first], pageParams: [null] },
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? 10_000 : false),
  })
  const changes = useMemo(() => (query.data?.pages ?? []).flatMap(({ items }) => items), [query.data])
  const read = query.data?.pages[0]?.read
  const isFiltered = choice.group !== null || choice.search !== null || choice.functionName !== null
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            <p role="status" className="figures text-muted text-sm">
              {changes.length}
              {query.hasNextPage ? '+' : ''} {changes.length === 1 ? 'change' : 'changes'}
            </p>
            <OpenInAws page="functions" />
          </>
        }
      >
        What changed
      </PageTitle>
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label="Filter by function"
          value={params.get('q') ?? ''}
          onText={(q) => set({ q }, 'replace')}
          className="w-full sm:w-72"
        />
        <div className="max-w-full overflow-x-auto">
          <Segmented
            label="Kind of change"
            value={choice.group ?? 'all'}
            options={GROUPS}
            onChange={(group) => set({ group: group === 'all' ? null : group })}
          />
        </div>
        <SavedViews page="changes" />
        {choice.functionName !== null && (
          <FilterChip label="Function" value={choice.functionName} onRemove={() => set({ functionName: null })} />
        )}
      </div>
      <Changes isStale={query.isPlaceholderData}>
        {query.error && !query.data ? (
          <QueryError error={query.error} onRetry={query.refetch} />
        ) : read === undefined ? (
          <div className="skeleton h-96" />
        ) : changes.length === 0 ? (
          <NothingFound
            what={isFiltered ? 'No such change' : 'Nothing changed'}
            {...leastRead(read, choice.group)}
            actions={
              isFiltered && (
                <Button onClick={() => set({ group: null, q: null, functionName: null })}>Clear the filters</Button>
              )
            }
          >
            Functions are compared at every look at them, since Lambdascope has known them.
          </NothingFound>
        ) : (
          groupByDay(changes, zone).map(({ day, zone: zoneOfDay, changes: ofDay }) => (
            <section key={day} aria-label={day} className="rounded-(--radius) border bg-surface">
              <h2 className="figures border-b px-3 py-2 font-medium text-sm">
                {day} <span className="font-normal text-muted text-xs">{zoneOfDay}</span>
              </h2>
              <ol>
                {ofDay.map((change) => (
                  <ChangeEntry key={change.id} change={change} />
                ))}
              </ol>
            </section>
          ))
        )}
        {query.hasNextPage && (
          <Button onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage} className="self-center">
            {query.isFetchingNextPage ? 'Loading' : 'Show more'}
          </Button>
        )}
      </Changes>
    </div>
  )
}

function Changes({ isStale, children }: { isStale: boolean; children: ReactNode }) {
  return <div className={classNames('flex flex-col gap-4', isStale && 'stale')}>{children}</div>
}

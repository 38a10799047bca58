'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { IssuesTable } from '@/components/issues/issues-table'
import { CLASS_TABS, readIssuesChoice, STATE_TABS } from '@/components/issues/read-issues-choice'
import { Button } from '@/components/ui/button'
import { FilterChip } from '@/components/ui/filter-chip'
import { LinkedWords } from '@/components/ui/linked-words'
import { NothingFound } from '@/components/ui/nothing-found'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { SavedViews } from '@/components/ui/saved-views'
import { SearchField } from '@/components/ui/search-field'
import { Segmented } from '@/components/ui/segmented'
import { classNames } from '@/lib/client/class-names'
import { issuesKey, issuesOptions } from '@/lib/client/issues-options'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { ListIssuesResponse } from '@/lib/contracts/issues'
import { describeExtent, type ReadExtent } from '@/lib/domain/read-extent'

type Page = ListIssuesResponse & { from: number; to: number }

/** What failed in the window, by what it died of. */
export function IssuesScreen({ initial }: { initial: { key: string; page: Page | null } }) {
  const { params, set } = useViewParams()
  const { live } = useLive()
  const text = params.toString()
  const choice = useMemo(() => readIssuesChoice(new URLSearchParams(text)), [text])
  const first = (initial.key === issuesKey(choice) ? initial.page : null) ?? undefined
  const query = useInfiniteQuery({
    ...issuesOptions(choice),
    initialData: first && { pages: [first], pageParams: [null] },
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? 10_000 : false),
  })
  const issues = useMemo(() => (query.data?.pages ?? []).flatMap(({ items }) => items), [query.data])
  const read = query.data?.pages[0]?.read
  const partly = read === undefined || issues.length === 0 ? null : describeExtent(read, 'logs')
  const isFiltered = choice.class !== null || choice.search !== null || choice.functionName !== null
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            <p role="status" className="figures text-muted text-sm">
              {issues.length}
              {query.hasNextPage ? '+' : ''} {choice.state} {issues.length === 1 ? 'issue' : 'issues'} in this window
              {partly !== null && ` · ${partly}`}
            </p>
            <OpenInAws page="logs" />
          </>
        }
      >
        Issues
      </PageTitle>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="State"
          value={choice.state ?? 'all'}
          options={STATE_TABS}
          onChange={(state) => set({ state: state === 'active' ? null : state })}
        />
        <div className="max-w-full overflow-x-auto">
          <Segmented
            label="Class"
            value={choice.class ?? 'all'}
            options={CLASS_TABS}
            onChange={(name) => set({ class: name === 'all' ? null : name })}
          />
        </div>
        <SearchField
          label="Filter by type or message"
          value={params.get('q') ?? ''}
          onText={(q) => set({ q }, 'replace')}
          className="w-full sm:w-72"
        />
        <SavedViews page="issues" />
        {choice.functionName !== null && (
          <FilterChip
            label="Function"
            value={choice.functionName}
            onRemove={() => set({ functionName: null, qualifier: null })}
          />
        )}
        {choice.functionName !== null && choice.qualifier !== null && (
          <FilterChip label="Qualifier" value={choice.qualifier} onRemove={() => set({ qualifier: null })} />
        )}
      </div>
      <div className={classNames('flex flex-col gap-3', query.isPlaceholderData && 'stale')}>
        {query.error && !query.data ? (
          <QueryError error={query.error} onRetry={query.refetch} />
        ) : read === undefined ? (
          <div className="skeleton h-96" />
        ) : issues.length === 0 ? (
          <NoIssue
            read={read}
            state={choice.state}
            isFiltered={isFiltered}
            onClear={() => set({ class: null, q: null, functionName: null, qualifier: null })}
          />
        ) : (
          <IssuesTable
            issues={issues}
            sort={choice.sort}
            onSort={(sort) => set({ sort: sort === 'lastSeen' ? null : sort })}
          />
        )}
        {query.hasNextPage && (
          <Button onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage} className="self-center">
            {query.isFetchingNextPage ? 'Loading' : 'Show more'}
          </Button>
        )}
      </div>
    </div>
  )
}

function NoIssue(props: { read: ReadExtent; state: string | null; isFiltered: boolean; onClear(): void }) {
  const { read, state, isFiltered, onClear } = props
  const of = { read, source: 'logs' as const }
  if (isFiltered)
    return (
      <NothingFound
        what="No such issue was seen"
        {...of}
        actions={<Button onClick={onClear}>Clear the filters</Button>}
      />
    )
  if (state === 'resolved' || state === 'ignored')
    return (
      <NothingFound what={`No ${state} issue was seen`} {...of}>
        {state === 'resolved'
          ? 'A resolved issue that happens again becomes active.'
          : 'An ignored issue is counted, and stays out of the way.'}
      </NothingFound>
    )
  return (
    <NothingFound what="No issue was seen" {...of} isGood>
      <LinkedWords text="Failures are grouped from log lines some seconds after these are read; the Sync page says how far that is." />
    </NothingFound>
  )
}

'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { ScatterColumns } from '@/components/traces/prepare-scatter'
import { readTracesChoice } from '@/components/traces/read-traces-choice'
import { SamplingNote } from '@/components/traces/sampling-note'
import { TraceFilter } from '@/components/traces/trace-filter'
import { GROUP_LABELS, groupWord, TraceGroups } from '@/components/traces/trace-groups'
import { TraceScatter } from '@/components/traces/trace-scatter'
import { statusOf } from '@/components/traces/trace-status'
import { TracesTable } from '@/components/traces/traces-table'
import { UnsearchedNote } from '@/components/traces/unsearched-note'
import { AppLink } from '@/components/ui/app-link'
import { Button, buttonClass } from '@/components/ui/button'
import { FilterChip } from '@/components/ui/filter-chip'
import { NothingFound } from '@/components/ui/nothing-found'
import { Notice } from '@/components/ui/notice'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { Segmented } from '@/components/ui/segmented'
import { classNames } from '@/lib/client/class-names'
import { type GroupedBy, tracePointsOptions } from '@/lib/client/trace-groups-options'
import { type TracesChoice, tracesKey, tracesOptions } from '@/lib/client/traces-options'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { ListTracesResponse, TraceItem } from '@/lib/contracts/traces'
import { describeExtent } from '@/lib/domain/read-extent'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

type Page = ListTracesResponse & { from: number; to: number }

const SORTS = [
  { value: 'newest', label: 'Newest' },
  { value: 'slowest', label: 'Slowest' },
] as const
const LIST = 'list'
const GROUPINGS = Object.keys(GROUP_LABELS) as GroupedBy[]
const VIEWS = [
  { value: LIST, label: 'List' },
  ...GROUPINGS.map((value) => ({ value, label: `By ${groupWord(value)}` })),
]
const REFRESH_MS = 10_000

type Props = { initial: { key: string; page: Page } | null; whenNothing: ReactNode }

export function TracesScreen({ initial, whenNothing }: Props) {
  const { params, set } = useViewParams()
  const { live } = useLive()
  const text = params.toString()
  const choice = useMemo(() => readTracesChoice(new URLSearchParams(text)), [text])
  const first = initial?.key === tracesKey(choice) ? initial.page : undefined
  const problem = choice.filter === null ? null : parseFilterExpression(choice.filter).error
  const query = useInfiniteQuery({
    ...tracesOptions(choice),
    initialData: first && { pages: [first], pageParams: [null] },
    enabled: problem === null,
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? REFRESH_MS : false),
  })
  const items = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items), [query.data])
  const window = query.data?.pages[0]
  const by = readGroup(params.get('group'))
  const filtered = choice.filter !== null || choice.functionName !== null
  return (
    <div className="flex flex-col gap-4">
      <Head items={items} isMore={query.hasNextPage} window={window} />
      <div className="flex flex-wrap items-start gap-2">
        <ChosenFunction choice={choice} />
        <TraceFilter key={choice.filter} filter={choice.filter ?? ''} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="View"
          value={by ?? LIST}
          options={VIEWS}
          onChange={(view) => set({ group: view === LIST ? null : view, left: null, right: null })}
        />
        {by === null && (
          <Segmented
            label="Order"
            value={choice.sort}
            options={SORTS}
            onChange={(sort) => set({ sort: sort === 'newest' ? null : sort })}
          />
        )}
        <SamplingNote />
        {window !== undefined && <UnsearchedNote waiting={window.waiting} cut={window.cut} />}
      </div>
      {problem !== null ? (
        <Notice kind="empty" title="The filter cannot be read">
          No trace was looked for. Mend the expression, or clear it.
        </Notice>
      ) : query.error && !query.data ? (
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
            filtered && (
              <Button onClick={() => set({ filter: null, functionName: null, qualifier: null })}>
                Clear the filter
              </Button>
            )
          }
        />
      ) : (
        <div className={classNames('flex flex-col gap-4', query.isPlaceholderData && 'stale')}>
          <Scatter choice={choice} items={items} window={window} live={live} />
          {by === null ? <TracesTable items={items} sort={choice.sort} /> : <TraceGroups choice={choice} by={by} />}
          {by === null && query.hasNextPage && (
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

type HeadProps = { items: readonly TraceItem[]; isMore: boolean; window: Page | undefined }

function Head({ items, isMore, window }: HeadProps) {
  const partly = window === undefined || items.length === 0 ? null : describeExtent(window.read, 'traces')
  return (
    <PageTitle
      aside={
        <>
          <p role="status" className="text-muted text-sm tabular-nums">
            {items.length}
            {isMore ? '+' : ''} traces
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
  )
}

function ChosenFunction({ choice: { functionName, qualifier } }: { choice: TracesChoice }) {
  const { set } = useViewParams()
  if (functionName === null) return null
  return (
    <>
      <FilterChip label="Function" value={functionName} onRemove={() => set({ functionName: null, qualifier: null })} />
      {qualifier !== null && (
        <FilterChip label="Qualifier" value={qualifier} onRemove={() => set({ qualifier: null })} />
      )}
    </>
  )
}

type ScatterProps = { choice: TracesChoice; items: readonly TraceItem[]; window: Page; live: boolean }

/** The newest 20,000 traces; until they are there, those of the list. */
function Scatter({ choice, items, window, live }: ScatterProps) {
  const { data } = useQuery({ ...tracePointsOptions(choice), refetchInterval: live ? 3 * REFRESH_MS : false })
  const listed = useMemo(() => columnsOf(items), [items])
  const { from, to } = data?.window ?? window
  const count = data?.ids.length ?? 0
  const note =
    data === undefined
      ? null
      : data.isAll
        ? `${count.toLocaleString('en')} traces`
        : `the newest ${count.toLocaleString('en')} traces`
  return <TraceScatter columns={data ?? listed} fromMs={from} toMs={to} filter={choice.filter} note={note} />
}

function columnsOf(items: readonly TraceItem[]): ScatterColumns {
  return {
    ids: items.map(({ id }) => id),
    startsMs: items.map(({ startMs }) => startMs),
    durationsMs: items.map(({ durationMs }) => durationMs),
    statuses: items.map((item) => statusOf(item)[0]).join(''),
  }
}

function readGroup(text: string | null): GroupedBy | null {
  return GROUPINGS.find((group) => group === text) ?? null
}

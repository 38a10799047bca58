'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo } from 'react'
import { chooseTwo } from '@/components/traces/choose-two'
import { HiddenNotice } from '@/components/traces/hidden-traces'
import { readTracesChoice } from '@/components/traces/read-traces-choice'
import { SamplingNote } from '@/components/traces/sampling-note'
import { TraceFilter } from '@/components/traces/trace-filter'
import { GROUP_LABELS, groupWord, TraceGroups } from '@/components/traces/trace-groups'
import { TracesScatter } from '@/components/traces/traces-scatter'
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
import type { GroupedBy } from '@/lib/client/trace-groups-options'
import { type TracesChoice, tracesKey, tracesOptions } from '@/lib/client/traces-options'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { ListTracesResponse, TraceItem } from '@/lib/contracts/traces'
import { shortenId } from '@/lib/domain/format'
import { describeExtent } from '@/lib/domain/read-extent'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

type Page = ListTracesResponse & { from: number; to: number }

const LIST = 'list'
const GROUPINGS = Object.keys(GROUP_LABELS) as GroupedBy[]
const VIEWS = [
  { value: LIST, label: 'List' },
  ...GROUPINGS.map((value) => ({ value, label: `By ${groupWord(value)}`, short: groupWord(value) })),
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
  const chosenText = params.get('chosen') ?? ''
  const chosen = useMemo(
    () =>
      chosenText
        .split(',')
        .filter((id) => id !== '')
        .slice(0, 2),
    [chosenText],
  )
  const onChoose = useCallback(
    (id: string) => set({ chosen: chooseTwo(chosen, id).join(',') || null }, 'replace'),
    [set, chosen],
  )
  const filtered = choice.filter !== null || choice.functionName !== null
  return (
    <div className="flex flex-col gap-4">
      <Head items={items} isMore={query.hasNextPage} window={window} chosen={chosen} />
      <div className="flex flex-wrap items-start gap-2">
        <ChosenFunction choice={choice} />
        {chosen.map((id) => (
          <FilterChip key={id} label="Compare" value={shortenId(id, 10, 6)} onRemove={() => onChoose(id)} />
        ))}
        <TraceFilter filter={choice.filter ?? ''} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="View"
          value={by ?? LIST}
          options={VIEWS}
          onChange={(view) => set({ group: view === LIST ? null : view, left: null, right: null })}
        />
        <SamplingNote choice={choice} />
        {window !== undefined && (
          <UnsearchedNote {...{ waiting: window.waiting, cut: window.cut, hidden: window.hidden }} />
        )}
      </div>
      {problem !== null ? (
        <Notice kind="empty" title="The filter cannot be read">
          No trace was looked for. Mend the expression, or clear it.
        </Notice>
      ) : query.error && !query.data ? (
        <QueryError error={query.error} onRetry={query.refetch} />
      ) : window === undefined ? (
        <div className="skeleton h-96" />
      ) : items.length === 0 && window.hidden !== null ? (
        <HiddenNotice hidden={window.hidden} />
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
          <TracesScatter
            {...{ choice, items, window }}
            refetchInterval={live && 3 * REFRESH_MS}
            isStale={query.isPlaceholderData}
          />
          {by === null ? (
            <TracesTable items={items} sort={choice.sort} chosen={chosen} onChoose={onChoose} />
          ) : (
            <TraceGroups choice={choice} by={by} />
          )}
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

type HeadProps = {
  items: readonly TraceItem[]
  isMore: boolean
  window: Page | undefined
  /** The traces that are to be compared, two at most. */
  chosen: readonly string[]
}

function Head({ items, isMore, window, chosen }: HeadProps) {
  const [a = null, b = null] = chosen
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
          <AppLink
            to="/traces/compare"
            params={{ a, b }}
            className={buttonClass(a === null ? 'ghost' : 'secondary', 'sm')}
          >
            {a === null ? 'Compare two' : b === null ? 'Compare the chosen one' : 'Compare the two chosen'}
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

function readGroup(text: string | null): GroupedBy | null {
  return GROUPINGS.find((group) => group === text) ?? null
}

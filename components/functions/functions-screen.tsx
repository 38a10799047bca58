'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { ColumnChooser } from '@/components/functions/column-chooser'
import { FilterChips } from '@/components/functions/filter-chips'
import { FilterMenus } from '@/components/functions/filter-menus'
import { FunctionsTable } from '@/components/functions/functions-table'
import { GroupChooser } from '@/components/functions/group-chooser'
import { groupFunctions } from '@/components/functions/group-functions'
import { functionsInScope, prepareFunctions } from '@/components/functions/prepare-functions'
import { useColumns } from '@/components/functions/use-columns'
import { useFunctionsView } from '@/components/functions/use-functions-view'
import { Button } from '@/components/ui/button'
import { EmptyScope } from '@/components/ui/empty-scope'
import { HelpMark } from '@/components/ui/help-mark'
import { Notice } from '@/components/ui/notice'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { SavedViews } from '@/components/ui/saved-views'
import { SearchField } from '@/components/ui/search-field'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { findRefused } from '@/lib/client/find-refused'
import { functionsOptions } from '@/lib/client/functions-options'
import { usePageCoverage } from '@/lib/client/page-coverage'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval } from '@/lib/client/view-params'
import type { ListFunctionsResponse } from '@/lib/contracts/functions'
import { formatWindow } from '@/lib/domain/format-window'
import { describePullStarts } from '@/lib/domain/pulled-part'

type Props = {
  /** all: how many functions there are, when data is the top of them alone; null when that is not known. */
  initial: { key: string; data: ListFunctionsResponse; all: number | null }
  /** The columns that were chosen last in this browser. */
  rememberedColumns: string | null
  /** How many accounts there are. */
  accounts: number
  /** What stands there when nothing has been pulled yet. */
  whenNothing: ReactNode
}

export function FunctionsScreen({ initial, rememberedColumns, accounts, whenNothing }: Props) {
  const { range } = useRange()
  const refetchInterval = useRefetchInterval()
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...functionsOptions(range),
    initialData: initial.key === rangeKey(range) ? initial.data : undefined,
    // The rest of the table comes at once.
    ...(initial.all === initial.data.items.length ? {} : { initialDataUpdatedAt: 0 }),
    refetchInterval,
  })
  const { view, setText, sortBy, dropSort, groupBy, toggle, clear } = useFunctionsView()
  const { columns, hidden, hide } = useColumns(rememberedColumns, accounts)
  // A link may order the table by a column that was hidden in this browser.
  const left = useMemo(() => hidden.filter((id) => id !== view.sort), [hidden, view.sort])
  const shown = useMemo(() => columns.filter(({ id }) => !left.includes(id)), [columns, left])
  const all = data?.items
  const items = useMemo(() => functionsInScope(all ?? [], view.scope), [all, view.scope])
  const found = useMemo(() => prepareFunctions(items, view), [items, view])
  const rows = useMemo(() => groupFunctions(found, view), [found, view])
  const unread = items.filter(({ invocations }) => invocations === null).length
  // Of the rest it is not known how many are in scope.
  const isTopOfAll = data === initial.data && view.scope.length === 0
  const missing = isTopOfAll && initial.all !== null ? initial.all - items.length : 0
  if (all?.length === 0) return <>{whenNothing}</>
  return (
    <div className="flex h-[calc(100dvh-7rem)] min-h-96 flex-col gap-3 lg:h-[calc(100dvh-6.5rem)]">
      <PageTitle
        aside={
          <>
            <Count
              shown={found.length + missing}
              all={items.length + missing}
              more={data?.nextCursor != null}
              unread={unread}
              window={data}
            />
            <OpenInAws page="functions" />
          </>
        }
      >
        Functions
      </PageTitle>
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label="Filter by name, runtime or alias"
          value={view.text}
          onText={setText}
          className="w-full sm:w-72"
        />
        <FilterMenus items={items} view={view} onToggle={toggle} />
        <GroupChooser items={items} groupBy={view.groupBy} onChange={groupBy} />
        <SavedViews page="functions" />
        <ColumnChooser
          columns={columns}
          hidden={left}
          onChange={(next) => {
            hide(next)
            if (next.some((id) => id === view.sort)) dropSort()
          }}
        />
      </div>
      <FilterChips view={view} onToggle={toggle} onClear={clear} />
      {error && !data ? (
        <QueryError error={error} onRetry={refetch} />
      ) : items.length === 0 && data !== undefined ? (
        <EmptyScope title="No function is known in this scope" path="/functions" />
      ) : rows.length === 0 ? (
        <Notice
          kind="empty"
          title="No function meets these filters"
          actions={<Button onClick={clear}>Clear the filters</Button>}
        >
          {unread > 0 && `What ${unread} of ${items.length} did in this window is not known yet.`}
        </Notice>
      ) : (
        <FunctionsTable
          rows={rows}
          columns={shown}
          view={view}
          onSort={sortBy}
          className={classNames(isPlaceholderData && 'stale')}
        />
      )}
    </div>
  )
}

type CountProps = {
  shown: number
  all: number
  more: boolean
  unread: number
  window: Omit<ListFunctionsResponse, 'items' | 'nextCursor'> | undefined
}

/**
 * The window is told because a range of half a day and more begins with a whole hour; it moves each minute, which is not
 * spoken.
 */
function Count({ shown, all, more, unread, window }: CountProps) {
  const { zone } = useClock()
  const refusal = findRefused(usePageCoverage()?.coverage.reasons ?? [], 'metrics')
  const isRefused = unread > 0 && refusal !== null
  const isBeyond = window !== undefined && window.countedFromMs >= window.toMs
  const lacking = isBeyond ? 'not known' : isRefused ? 'not allowed to be read' : 'not known yet'
  const since = window === undefined ? null : describePullStarts(window, zone)
  return (
    <div className="figures whitespace-normal! text-muted text-sm">
      <span role="status">
        {shown.toLocaleString('en')} of {all.toLocaleString('en')}
        {more ? '+' : ''} functions
        {unread > 0 && ` · what ${unread.toLocaleString('en')} did in this window is ${lacking}`}
      </span>
      {isRefused && !isBeyond && (
        <span className="inline-flex align-middle">
          <HelpMark label="What AWS refuses" text={refusal} isTight />
        </span>
      )}
      {window !== undefined && ` · ${formatWindow(window, zone)}`}
      {since !== null && ` · ${since}`}
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { chooseTwo } from '@/components/traces/choose-two'
import { TraceComparison } from '@/components/traces/trace-comparison'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { type GroupedBy, traceGroupsOptions } from '@/lib/client/trace-groups-options'
import type { TracesChoice } from '@/lib/client/traces-options'
import { useViewParams } from '@/lib/client/view-params'
import type { TraceGroupItem, TraceGroupsResponse } from '@/lib/contracts/trace-groups'
import { formatCount, formatDuration, formatPercent } from '@/lib/domain/format'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

export const GROUP_LABELS: Readonly<Record<GroupedBy, string>> = {
  url: 'URL',
  status: 'Status',
  function: 'Function',
  'root-cause': 'Root cause',
  user: 'User',
}

/** As it stands within a sentence. */
export function groupWord(by: GroupedBy): string {
  return by === 'url' ? 'URL' : GROUP_LABELS[by].toLowerCase()
}

/** Groups of the traces that meet the filter; two that are chosen are compared below. */
export function TraceGroups({ choice, by }: { choice: TracesChoice; by: GroupedBy }) {
  const { params } = useViewParams()
  const query = useQuery(traceGroupsOptions(choice, by))
  const [left, right] = [params.get('left'), params.get('right')]
  if (query.error && !query.data) return <QueryError error={query.error} onRetry={query.refetch} />
  if (!query.data) return <div className="skeleton h-96" />
  return (
    <div className={classNames('flex flex-col gap-4', query.isPlaceholderData && 'stale')}>
      <Panel
        title={`Traces by ${groupWord(by)}`}
        help="Percentiles are of the Duration of the traces of each group, exact. Choose two groups to compare them."
        actions={<span className="text-muted text-xs">{describeCounted(query.data)}</span>}
      >
        <GroupTable by={by} data={query.data} choice={choice} left={left} right={right} />
      </Panel>
      {left !== null && right !== null && <TraceComparison choice={choice} compared={{ by, left, right }} />}
    </div>
  )
}

function describeCounted({ counted, isAll, groupCount, groups }: TraceGroupsResponse): string {
  const all = isAll ? `${counted.toLocaleString('en')} traces` : `the newest ${counted.toLocaleString('en')} traces`
  return groupCount > groups.length
    ? `${all} · the largest ${groups.length} of ${groupCount} groups`
    : `${all} · ${groupCount} ${groupCount === 1 ? 'group' : 'groups'}`
}

type TableProps = {
  by: GroupedBy
  data: TraceGroupsResponse
  choice: TracesChoice
  left: string | null
  right: string | null
}

function GroupTable({ by, data, choice, left, right }: TableProps) {
  const { set } = useViewParams()
  const toggle = (key: string) => {
    const chosen = [left, right].filter((one) => one !== null)
    const [first = null, second = null] = chooseTwo(chosen, key)
    set({ left: first, right: second })
  }
  return (
    <FigureTable
      label={`Groups by ${groupWord(by)}`}
      orderParam="order"
      minWidth={860}
      columns={[
        { label: 'Compare', width: 84 },
        { label: GROUP_LABELS[by], width: 340 },
        { label: 'Traces', number: true },
        { label: 'Share', number: true },
        { label: 'Faults', number: true },
        { label: 'p50', number: true },
        { label: 'p90', number: true },
        { label: 'p99', number: true },
      ]}
      rows={data.groups.map((group) => ({
        key: group.key,
        selected: group.key === left || group.key === right,
        values: [undefined, group.key, group.count, group.share, group.faults, group.p50Ms, group.p90Ms, group.p99Ms],
        cells: cellsOf(group, {
          isChosen: group.key === left || group.key === right,
          onToggle: () => toggle(group.key),
          onNarrow: () => set({ filter: narrowed(choice.filter, group.narrow), group: null, left: null, right: null }),
        }),
      }))}
    />
  )
}

type CellProps = { isChosen: boolean; onToggle(): void; onNarrow(): void }

function cellsOf(group: TraceGroupItem, { isChosen, onToggle, onNarrow }: CellProps) {
  return [
    <input
      key="compare"
      type="checkbox"
      className="size-4 align-middle accent-(--accent)"
      aria-label={`Compare ${group.key}`}
      checked={isChosen}
      onChange={onToggle}
    />,
    <button
      key="group"
      type="button"
      title={`${group.key}\nShow its traces${group.exact ? '' : ' and their like'}: ${group.narrow}`}
      className="block max-w-full truncate text-left text-accent hover:underline"
      onClick={onNarrow}
    >
      {group.key}
    </button>,
    formatCount(group.count),
    formatPercent(group.share),
    formatCount(group.faults),
    formatDuration(group.p50Ms),
    formatDuration(group.p90Ms),
    formatDuration(group.p99Ms),
  ]
}

/** The filter with that of a group. */
function narrowed(filter: string | null, narrow: string): string {
  if (filter === null) return narrow
  const isLoose = parseFilterExpression(filter).filter?.kind === 'or'
  return `${isLoose ? `(${filter})` : filter} AND ${narrow}`
}

'use client'

import { ArrowDown } from 'lucide-react'
import { useRef } from 'react'
import { IssueTableRow } from '@/components/issues/issue-table-row'
import { classNames } from '@/lib/client/class-names'
import { useGo } from '@/lib/client/navigation'
import { MAIN_LIST, useListKeys } from '@/lib/client/use-list-keys'
import type { IssueItem, IssueSort } from '@/lib/contracts/issues'

/** isMore: where there is no room for it on a phone; the issue's page has it. */
type Column = { label: string; width?: number; number?: boolean; sort?: IssueSort; help?: string; isMore?: boolean }

const COLUMNS: readonly Column[] = [
  { label: 'Issue' },
  { label: 'Functions', width: 220, isMore: true },
  { label: 'Trend', width: 108, isMore: true },
  {
    label: 'Count',
    width: 84,
    number: true,
    sort: 'count',
    help: 'Failed invocations in the window, from log lines. Retries are invocations of their own.',
  },
  {
    label: 'First seen',
    isMore: true,
    width: 132,
    sort: 'newest',
    help: 'Among all log lines that were read, not only in this window.',
  },
  { label: 'Last seen', width: 104, sort: 'lastSeen' },
]

type Props = { issues: readonly IssueItem[]; sort: IssueSort; onSort(sort: IssueSort): void }

/** j and k move, Enter opens. */
export function IssuesTable({ issues, sort, onSort }: Props) {
  const go = useGo()
  const open = ({ id }: IssueItem) => go(`/issues/${id}`)
  const list = useRef<HTMLElement>(null)
  const selected = useListKeys({
    list,
    count: issues.length,
    onOpen: (index) => issues[index] && open(issues[index]),
    onMove: (index) => document.getElementById(`issue-${index}`)?.scrollIntoView({ block: 'nearest' }),
  })
  return (
    <section
      {...MAIN_LIST}
      ref={list}
      aria-label="Issues"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-(--radius) border bg-surface"
    >
      <table className="w-full table-fixed text-sm sm:min-w-[960px]">
        <thead>
          <tr className="border-b text-muted text-xs">
            {COLUMNS.map((column) => (
              <HeadCell key={column.label} column={column} sorted={sort === column.sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {issues.map((issue, index) => (
            <IssueTableRow key={issue.id} issue={issue} index={index} selected={selected === index} onOpen={open} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function HeadCell({ column, sorted, onSort }: { column: Column; sorted: boolean; onSort(sort: IssueSort): void }) {
  const { label, width, number, sort, help, isMore } = column
  const look = classNames('h-8 px-3 font-normal', number ? 'text-right' : 'text-left', isMore && 'max-sm:hidden')
  if (sort === undefined)
    return (
      <th scope="col" style={{ width }} className={look}>
        {label}
      </th>
    )
  return (
    <th scope="col" style={{ width }} aria-sort={sorted ? 'descending' : 'none'} className={look}>
      <button
        type="button"
        title={help}
        onClick={() => onSort(sort)}
        className={classNames('inline-flex items-center gap-1 hover:text-text', sorted && 'font-medium text-text')}
      >
        {label}
        {sorted && <ArrowDown aria-hidden className="size-3" />}
      </button>
    </th>
  )
}

'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useRef } from 'react'
import { statusOf, TraceStatus } from '@/components/traces/trace-status'
import { AppLink } from '@/components/ui/app-link'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { keepInView } from '@/lib/client/keep-in-view'
import { useGo } from '@/lib/client/navigation'
import { MAIN_LIST, useListKeys } from '@/lib/client/use-list-keys'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'
import { useViewParams } from '@/lib/client/view-params'
import type { TraceItem, TraceSort } from '@/lib/contracts/traces'
import { formatDuration, shortenId } from '@/lib/domain/format'

/** isMore: where there is no room for it on a phone. phone: how wide it is there. sorts: the orders that it stands for; the newest first where there is no opposite one. */
type Column = {
  label: string
  width: number
  number?: boolean
  isMore?: boolean
  phone?: string
  sorts?: { descending: TraceSort; ascending?: TraceSort }
}
const COLUMNS: readonly Column[] = [
  { label: 'Compare', width: 84, isMore: true },
  { label: 'Trace', width: 160, phone: 'max-sm:w-auto!' },
  {
    label: 'Started',
    width: 104,
    phone: 'max-sm:w-[76px]!',
    sorts: { descending: 'newest', ascending: 'oldest' },
  },
  { label: 'Status', width: 100, phone: 'max-sm:w-[84px]!', sorts: { descending: 'failed' } },
  {
    label: 'Duration',
    width: 104,
    number: true,
    phone: 'max-sm:w-[70px]!',
    sorts: { descending: 'slowest', ascending: 'fastest' },
  },
  { label: 'Entry point', width: 168, isMore: true },
  { label: 'Request', width: 216, isMore: true },
  { label: 'HTTP', width: 64, number: true, isMore: true },
  { label: 'Segments', width: 96, number: true, isMore: true, sorts: { descending: 'largest' } },
  { label: 'Functions', width: 192, isMore: true },
]
const MORE = 'max-sm:hidden'

const ROW_HEIGHT = 32

type Props = {
  items: readonly TraceItem[]
  sort: TraceSort
  /** IDs of the traces that are to be compared. */
  chosen: readonly string[]
  onChoose(id: string): void
}

/** Only the rows on the screen exist. A press of a head orders them. */
export function TracesTable({ items, sort, chosen, onChoose }: Props) {
  const go = useGo()
  const list = useRef<HTMLElement>(null)
  const { first, last } = useVirtualRows({ count: items.length, rowHeight: ROW_HEIGHT, scroller: list })
  const selected = useListKeys({
    list,
    count: items.length,
    onOpen: (index) => items[index] && go(`/traces/${items[index].id}`),
    onMove: (index) => keepInView(list.current, index, ROW_HEIGHT, ROW_HEIGHT),
  })
  return (
    <section
      {...MAIN_LIST}
      ref={list}
      aria-label="Traces"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className="max-h-[70vh] overflow-auto rounded-(--radius) border bg-surface"
    >
      <table
        aria-rowcount={items.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-sm sm:min-w-[1200px]"
      >
        <thead className="sticky top-0 z-1 bg-surface">
          <tr className="text-muted text-xs">
            {COLUMNS.map((column) => (
              <Head key={column.label} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr aria-hidden style={{ height: first * ROW_HEIGHT }} />}
          {items.slice(first, last).map((item, offset) => (
            <TraceRow
              key={`${item.accountId}/${item.region}/${item.id}`}
              item={item}
              index={first + offset}
              selected={selected === first + offset}
              isChosen={chosen.includes(item.id)}
              onChoose={onChoose}
            />
          ))}
          {last < items.length && <tr aria-hidden style={{ height: (items.length - last) * ROW_HEIGHT }} />}
        </tbody>
      </table>
    </section>
  )
}

function Head({ column: { label, width, number, isMore, phone, sorts }, sort }: { column: Column; sort: TraceSort }) {
  const { set } = useViewParams()
  const isDescending = sorts?.descending === sort
  const isAscending = sorts?.ascending === sort
  const Arrow = isAscending ? ArrowUp : ArrowDown
  const press = () => {
    const next = isDescending ? sorts?.ascending : sorts?.descending
    set({ sort: next === undefined || next === 'newest' ? null : next }, 'replace')
  }
  return (
    <th
      scope="col"
      aria-sort={sorts && (isDescending ? 'descending' : isAscending ? 'ascending' : 'none')}
      style={{ width }}
      className={classNames(
        'h-8 border-b px-2 font-normal sm:px-3',
        number ? 'text-right' : 'text-left',
        isMore ? MORE : phone,
      )}
    >
      {sorts === undefined ? (
        label
      ) : (
        <button
          type="button"
          onClick={press}
          className={classNames(
            'inline-flex h-7 min-w-6 items-center gap-1 hover:text-text',
            number && 'flex-row-reverse',
            (isDescending || isAscending) && 'font-medium text-text',
          )}
        >
          {label}
          {(isDescending || isAscending) && <Arrow aria-hidden className="size-3 shrink-0 max-sm:hidden" />}
        </button>
      )}
    </th>
  )
}

type RowProps = { item: TraceItem; index: number; selected: boolean; isChosen: boolean; onChoose(id: string): void }

const TraceRow = memo(function TraceRow({ item, index, selected, isChosen, onChoose }: RowProps) {
  const cell = 'h-8 border-b border-b-grid overflow-hidden text-ellipsis whitespace-nowrap px-2 sm:px-3'
  const more = classNames(cell, MORE)
  const request = [item.httpMethod, pathOf(item.httpUrl)].filter((part) => part !== null).join(' ')
  return (
    <tr aria-rowindex={index + 2} className={selected || isChosen ? 'bg-selected' : 'hover:bg-hover'}>
      <td className={more}>
        <input
          type="checkbox"
          className="size-4 align-middle accent-(--accent)"
          aria-label={`Compare ${item.id}`}
          checked={isChosen}
          onChange={() => onChoose(item.id)}
        />
      </td>
      <td className={cell}>
        <AppLink
          to={`/traces/${item.id}`}
          title={item.id}
          className="font-mono text-accent text-xs hover:underline max-sm:text-2xs"
        >
          {shortenId(item.id, 10, 6)}
        </AppLink>
      </td>
      <td className={classNames(cell, 'text-muted')}>
        <RelativeTime atMs={item.startMs} />
      </td>
      <td className={cell}>
        <TraceStatus status={statusOf(item)} />
      </td>
      <td
        className={classNames(cell, 'figures text-right')}
        title={item.durationMs === null ? undefined : `${item.durationMs} ms`}
      >
        {formatDuration(item.durationMs)}
      </td>
      <td className={more} title={item.entryPoint ?? undefined}>
        {item.entryPoint ?? <span className="text-faint">—</span>}
        {!item.complete && <span className="ml-1.5 text-faint text-xs">partial</span>}
      </td>
      <td className={classNames(more, 'text-muted')} title={item.httpUrl ?? undefined}>
        {request === '' ? <span className="text-faint">—</span> : request}
      </td>
      <td className={classNames(more, 'figures text-right text-muted')}>{item.httpStatus ?? '—'}</td>
      <td className={classNames(more, 'figures text-right text-muted')}>{item.spanCount ?? '—'}</td>
      <td className={classNames(more, 'text-muted')} title={item.functions.join(', ')}>
        {item.functions.join(', ') || '—'}
      </td>
    </tr>
  )
})

/** The host is the same for most requests of an API; it stands in full on hover. */
function pathOf(url: string | null): string | null {
  return url?.replace(/^https?:\/\/[^/]+/, '') || url
}

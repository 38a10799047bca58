'use client'

import { memo, useRef } from 'react'
import { statusOf, TraceStatus } from '@/components/traces/trace-status'
import { AppLink } from '@/components/ui/app-link'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { keepInView } from '@/lib/client/keep-in-view'
import { useGo } from '@/lib/client/navigation'
import { MAIN_LIST, useListKeys } from '@/lib/client/use-list-keys'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'
import type { TraceItem } from '@/lib/contracts/traces'
import { formatDuration, shortenId } from '@/lib/domain/format'

/** isMore: where there is no room for it on a phone. phone: how wide it is there. */
const COLUMNS = [
  { label: 'Trace', width: 160, phone: 'max-sm:w-auto!' },
  { label: 'Started', width: 104, phone: 'max-sm:w-[76px]!' },
  { label: 'Status', width: 100, phone: 'max-sm:w-[84px]!' },
  { label: 'Duration', width: 96, number: true, phone: 'max-sm:w-[70px]!' },
  { label: 'Entry point', width: 168, isMore: true },
  { label: 'Request', width: 216, isMore: true },
  { label: 'HTTP', width: 64, number: true, isMore: true },
  { label: 'Segments', width: 88, number: true, isMore: true },
  { label: 'Functions', width: 192, isMore: true },
]
const SORTED_BY = { newest: 'Started', slowest: 'Duration' }
const MORE = 'max-sm:hidden'

const ROW_HEIGHT = 32

/** Only the rows on the screen exist. */
export function TracesTable({ items, sort }: { items: readonly TraceItem[]; sort: 'newest' | 'slowest' }) {
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
        className="w-full table-fixed border-separate border-spacing-0 text-sm sm:min-w-[1120px]"
      >
        <thead className="sticky top-0 z-1 bg-surface">
          <tr className="text-muted text-xs">
            {COLUMNS.map(({ label, width, number, isMore, phone }) => (
              <th
                key={label}
                scope="col"
                aria-sort={SORTED_BY[sort] === label ? 'descending' : undefined}
                style={{ width }}
                className={classNames(
                  'h-8 border-b px-2 font-normal sm:px-3',
                  number ? 'text-right' : 'text-left',
                  isMore ? MORE : phone,
                )}
              >
                {label}
              </th>
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
            />
          ))}
          {last < items.length && <tr aria-hidden style={{ height: (items.length - last) * ROW_HEIGHT }} />}
        </tbody>
      </table>
    </section>
  )
}

type RowProps = { item: TraceItem; index: number; selected: boolean }

const TraceRow = memo(function TraceRow({ item, index, selected }: RowProps) {
  const cell = 'h-8 border-b border-b-grid overflow-hidden text-ellipsis whitespace-nowrap px-2 sm:px-3'
  const more = classNames(cell, MORE)
  const request = [item.httpMethod, pathOf(item.httpUrl)].filter((part) => part !== null).join(' ')
  return (
    <tr aria-rowindex={index + 2} className={selected ? 'bg-selected' : 'hover:bg-hover'}>
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

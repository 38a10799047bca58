'use client'

import { useMemo, useRef } from 'react'
import type { ColumnId, FunctionColumn } from '@/components/functions/function-columns'
import { FunctionRow } from '@/components/functions/function-row'
import { FunctionsHead } from '@/components/functions/functions-head'
import type { FunctionsRow } from '@/components/functions/group-functions'
import { groupLink } from '@/components/functions/group-link'
import { GroupRow } from '@/components/functions/group-row'
import { nameNamesakes } from '@/components/functions/name-namesakes'
import type { FunctionsView } from '@/components/functions/prepare-functions'
import { classNames } from '@/lib/client/class-names'
import { keepInView } from '@/lib/client/keep-in-view'
import { useGo } from '@/lib/client/navigation'
import { MAIN_LIST, useListKeys } from '@/lib/client/use-list-keys'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'
import { useViewParams } from '@/lib/client/view-params'
import type { FunctionItem } from '@/lib/contracts/functions'

const ROW_HEIGHT = 32

type Props = {
  rows: FunctionsRow[]
  columns: FunctionColumn[]
  view: FunctionsView
  onSort(id: ColumnId, descendingFirst: boolean): void
  className?: string
}

/** Only the rows on the screen exist; j and k move, Enter opens. */
export function FunctionsTable({ rows, columns, view, onSort, className }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const { first, last } = useVirtualRows({ count: rows.length, rowHeight: ROW_HEIGHT, scroller })
  const go = useGo()
  const { params } = useViewParams()
  const namesakes = useMemo(
    () => nameNamesakes(rows.flatMap((row) => (row.kind === 'function' ? [row.item] : []))),
    [rows],
  )
  const open = (item: FunctionItem) => {
    const { accountId, region } = item
    go(`/functions/${encodeURIComponent(item.name)}`, { accountId, region })
  }
  const selected = useListKeys({
    list: scroller,
    count: rows.length,
    onOpen: (index) => {
      const row = rows[index]
      if (row?.kind === 'function') open(row.item)
      const ofGroup = row?.kind === 'group' ? groupLink(row.group, params) : null
      if (ofGroup !== null) go('/functions', ofGroup)
    },
    onMove: (index) => keepInView(scroller.current, index, ROW_HEIGHT, ROW_HEIGHT),
  })
  return (
    <section
      {...MAIN_LIST}
      ref={scroller}
      aria-label="Functions"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className={classNames('min-h-0 flex-1 overflow-auto rounded-(--radius) border bg-surface', className)}
    >
      <table
        aria-rowcount={rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-sm max-sm:min-w-0!"
        style={{ minWidth: columns.reduce((sum, { width }) => sum + width, 0) }}
      >
        <FunctionsHead columns={columns} view={view} onSort={onSort} />
        <tbody>
          {first > 0 && <tr aria-hidden style={{ height: first * ROW_HEIGHT }} />}
          {rows
            .slice(first, last)
            .map((row, offset) =>
              row.kind === 'group' ? (
                <GroupRow
                  key={`group ${row.group.value}`}
                  group={row.group}
                  index={first + offset}
                  columns={columns}
                  sort={view.sort}
                  selected={selected === first + offset}
                  link={groupLink(row.group, params)}
                />
              ) : (
                <FunctionRow
                  key={row.item.arn}
                  item={row.item}
                  place={namesakes.get(row.item.arn)}
                  index={first + offset}
                  columns={columns}
                  sort={view.sort}
                  selected={selected === first + offset}
                  onOpen={open}
                />
              ),
            )}
          {last < rows.length && <tr aria-hidden style={{ height: (rows.length - last) * ROW_HEIGHT }} />}
        </tbody>
      </table>
    </section>
  )
}

'use client'

import { type ReactNode, type RefObject, useRef } from 'react'
import { FigureHead } from '@/components/ui/figure-head'
import { type FigureColumn, type FigureValues, orderRows, readOrder } from '@/components/ui/figure-order'
import { classNames } from '@/lib/client/class-names'
import { keepInView } from '@/lib/client/keep-in-view'
import { LIST, useListKeys } from '@/lib/client/use-list-keys'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'
import { useViewParams } from '@/lib/client/view-params'

/** cells: as they are, or made for rows on the screen alone. */
type FigureRow = FigureValues & {
  key: string
  cells: readonly ReactNode[] | (() => readonly ReactNode[])
  selected?: boolean
}

type Props = {
  label: string
  columns: readonly FigureColumn[]
  rows: readonly FigureRow[]
  /** The parameter of the URL that holds the order; without it the rows stand as they are given. */
  orderParam?: string
  minWidth?: number
  className?: string
}

const ROW_HEIGHT = 32
/** From so many rows on, only those on the screen exist, each on one line. */
const MANY = 100
const NOTHING: RefObject<HTMLElement | null> = { current: null }

/** A table of figures; it scrolls within itself where it is wider or longer than its place. j and k move, Enter follows a row's first link. */
export function FigureTable({ label, columns, rows, orderParam, minWidth = 640, className = 'max-h-[640px]' }: Props) {
  const scroller = useRef<HTMLElement>(null)
  const { params } = useViewParams()
  const order = readOrder(orderParam === undefined ? null : params.get(orderParam), columns)
  const ordered = orderRows(rows, order)
  const isLong = ordered.length >= MANY
  const on = isLong ? scroller : NOTHING
  const shown = useVirtualRows({ count: ordered.length, rowHeight: ROW_HEIGHT, scroller: on })
  const { first, last } = isLong ? shown : { first: 0, last: ordered.length }
  const rowAt = (index: number) => scroller.current?.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)
  const moved = useListKeys({
    list: scroller,
    count: ordered.length,
    onOpen: (index) => rowAt(index)?.querySelector<HTMLElement>('a, button')?.click(),
    onMove: (index) => {
      if (isLong) keepInView(scroller.current, index, ROW_HEIGHT, ROW_HEIGHT)
      else rowAt(index)?.scrollIntoView({ block: 'nearest' })
    },
  })
  return (
    <section
      {...LIST}
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className={classNames('overflow-auto', className)}
    >
      <table
        aria-rowcount={ordered.length + 1}
        className={classNames(
          'w-full border-separate border-spacing-0 text-sm',
          isLong && 'table-fixed',
          columns.some(({ wideOnly }) => wideOnly) && 'max-sm:min-w-0!',
        )}
        style={{ minWidth }}
      >
        <FigureHead columns={columns} rows={rows} order={order} param={orderParam} />
        <tbody>
          {first > 0 && <tr aria-hidden style={{ height: first * ROW_HEIGHT }} />}
          {ordered.slice(first, last).map((row, offset) => (
            <Row
              key={row.key}
              row={row}
              columns={columns}
              index={first + offset}
              moved={moved === first + offset}
              isLong={isLong}
            />
          ))}
          {last < ordered.length && <tr aria-hidden style={{ height: (ordered.length - last) * ROW_HEIGHT }} />}
        </tbody>
      </table>
    </section>
  )
}

type RowProps = {
  row: FigureRow
  columns: readonly FigureColumn[]
  index: number
  /** The keys have come to it. */
  moved: boolean
  isLong: boolean
}

function Row({ row, columns, index, moved, isLong }: RowProps) {
  const { selected } = row
  const cells = typeof row.cells === 'function' ? row.cells() : row.cells
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={moved || undefined}
      className={classNames('group', selected || moved ? 'bg-selected [&_.text-faint]:text-muted' : 'hover:bg-hover')}
    >
      {columns.map((column, at) => (
        <td
          key={column.label}
          className={classNames(
            'px-3 group-last:border-b-0 max-sm:px-2',
            isLong
              ? 'cell-line'
              : classNames('h-[32px] border-b border-b-grid py-1', !column.wraps && 'whitespace-nowrap'),
            column.number && 'figures text-right',
            column.wideOnly && 'max-sm:hidden',
          )}
        >
          {isLong && column.wraps ? <div className="h-[24px] overflow-hidden">{cells[at]}</div> : cells[at]}
        </td>
      ))}
    </tr>
  )
}

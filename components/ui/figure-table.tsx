import type { ReactNode } from 'react'
import { classNames } from '@/lib/client/class-names'

/** wraps: its cells may take several lines. */
export type FigureColumn = { label: string; number?: boolean; wraps?: boolean; width?: number; title?: string }

type Props = {
  label: string
  columns: readonly FigureColumn[]
  rows: readonly { key: string; cells: readonly ReactNode[]; selected?: boolean }[]
  minWidth?: number
  className?: string
}

/** A small table of figures; it scrolls within itself where it is wider than its place. */
export function FigureTable({ label, columns, rows, minWidth = 640, className }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section aria-label={label} tabIndex={0} className={classNames('overflow-auto', className)}>
      <table className="w-full text-sm" style={{ minWidth }}>
        <thead>
          <tr className="border-y text-muted text-xs">
            {columns.map((column) => (
              <th
                key={column.label}
                scope="col"
                title={column.title}
                style={column.width === undefined ? undefined : { width: column.width }}
                className={classNames(
                  'sticky top-0 h-8 whitespace-nowrap bg-surface px-3 font-normal',
                  column.number ? 'text-right' : 'text-left',
                )}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, selected }) => (
            <tr
              key={key}
              className={classNames(
                'border-b border-b-grid last:border-b-0',
                selected ? 'bg-selected' : 'hover:bg-hover',
              )}
            >
              {columns.map((column, index) => (
                <td
                  key={column.label}
                  className={classNames(
                    'h-8 px-3 py-1',
                    column.number ? 'figures text-right' : 'text-left',
                    !column.wraps && 'whitespace-nowrap',
                  )}
                >
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

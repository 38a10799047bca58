import { ArrowDown, ArrowUp } from 'lucide-react'
import { type FigureColumn, type FigureOrder, type FigureValues, nextOrder } from '@/components/ui/figure-order'
import { classNames } from '@/lib/client/class-names'
import { useViewParams } from '@/lib/client/view-params'

type Props = {
  columns: readonly FigureColumn[]
  rows: readonly FigureValues[]
  order: FigureOrder | null
  param: string | undefined
}

/** The head of a table of figures; a press of a column that its rows can be ordered by orders them. */
export function FigureHead({ columns, rows, order, param }: Props) {
  const { set } = useViewParams()
  const hasOrder = (index: number) => rows.some(({ values }) => values?.[index] !== undefined)
  return (
    <thead>
      <tr className="text-muted text-xs">
        {columns.map((column, index) => {
          const isOrdered = order?.index === index
          const isOrderable = param !== undefined && hasOrder(index)
          return (
            <th
              key={column.label}
              scope="col"
              title={column.title}
              aria-sort={isOrderable ? sortOf(isOrdered ? order : null) : undefined}
              style={column.width === undefined ? undefined : { width: column.width }}
              className={classNames(
                'sticky top-0 z-1 h-[32px] whitespace-nowrap border-y bg-surface px-3 font-normal max-sm:px-2',
                column.number ? 'text-right' : 'text-left',
                column.wideOnly && 'max-sm:hidden',
              )}
            >
              {isOrderable ? (
                <button
                  type="button"
                  onClick={() => set({ [param]: nextOrder(order, index, columns) }, 'replace')}
                  className={classNames(
                    'inline-flex h-[28px] min-w-[24px] items-center gap-1 hover:text-text',
                    column.number && 'flex-row-reverse',
                    isOrdered && 'font-medium text-text',
                  )}
                >
                  {column.label}
                  {isOrdered && <Arrow descending={order.descending} />}
                </button>
              ) : (
                column.label
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function Arrow({ descending }: { descending: boolean }) {
  const Icon = descending ? ArrowDown : ArrowUp
  return <Icon aria-hidden className="size-3 shrink-0" />
}

function sortOf(order: FigureOrder | null) {
  if (order === null) return 'none'
  return order.descending ? 'descending' : 'ascending'
}

'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ColumnId, type FunctionColumn, isFigure, isNumberColumn } from '@/components/functions/function-columns'
import { phoneClassOf, phoneColumns } from '@/components/functions/phone-columns'
import type { FunctionsView } from '@/components/functions/prepare-functions'
import { HelpMark } from '@/components/ui/help-mark'
import { classNames } from '@/lib/client/class-names'

type Props = { columns: FunctionColumn[]; view: FunctionsView; onSort(id: ColumnId, descendingFirst: boolean): void }

export function FunctionsHead({ columns, view, onSort }: Props) {
  const isOnPhone = phoneColumns(view.sort)
  const Arrow = view.descending ? ArrowDown : ArrowUp
  return (
    <thead>
      <tr>
        {columns.map(({ id, label, width, help }, index) => {
          const sorted = view.sort === id
          return (
            <th
              key={id}
              scope="col"
              style={{ width }}
              aria-sort={sorted ? (view.descending ? 'descending' : 'ascending') : 'none'}
              className={classNames(
                'sticky top-0 border-b bg-surface p-0 font-normal text-muted text-xs',
                phoneClassOf(id, isOnPhone),
                index === 0 ? 'z-3 sm:left-0' : 'z-2',
              )}
            >
              <div
                className={classNames(
                  'flex h-[32px] items-center',
                  isNumberColumn(id) && 'justify-end',
                  index === 0 ? 'pr-2 pl-3' : 'px-2 max-sm:px-1.5',
                )}
              >
                {/* On a phone the names of functions need the room; a function's own page tells the same. */}
                {isFigure(id) && (
                  <span className="contents max-sm:hidden">
                    <HelpMark isTight text={help} />
                  </span>
                )}
                <button
                  type="button"
                  title={help}
                  onClick={() => onSort(id, isNumberColumn(id))}
                  className={classNames(
                    'flex h-full min-w-0 items-center gap-1 hover:text-text',
                    isNumberColumn(id) ? 'min-w-[24px] flex-row-reverse' : 'flex-1',
                    sorted && 'font-medium text-text',
                  )}
                >
                  <span className="truncate">{label}</span>
                  {sorted && <Arrow aria-hidden className="size-3 shrink-0" />}
                </button>
              </div>
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

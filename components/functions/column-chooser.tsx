'use client'

import { Columns3 } from 'lucide-react'
import type { ColumnId, FunctionColumn } from '@/components/functions/function-columns'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'

type Props = { columns: readonly FunctionColumn[]; hidden: readonly ColumnId[]; onChange(hidden: ColumnId[]): void }

export function ColumnChooser({ columns, hidden, onChange }: Props) {
  return (
    <Popover
      label="Columns"
      title="Choose columns"
      width={220}
      align="end"
      className="h-8 gap-1.5 rounded-(--radius) px-2 text-muted text-xs hover:bg-hover hover:text-text sm:ml-auto"
      trigger={
        <>
          <Columns3 aria-hidden className="size-4" />
          <span className="hidden sm:inline">Columns</span>
        </>
      }
    >
      <div className="p-1">
        {columns
          .filter(({ id }) => id !== 'name')
          .map(({ id, label }) => (
            <MenuItem
              key={id}
              checked={!hidden.includes(id)}
              onClick={() => onChange(hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id])}
            >
              {label}
            </MenuItem>
          ))}
      </div>
    </Popover>
  )
}

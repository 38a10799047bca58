'use client'

import { ChevronDown } from 'lucide-react'
import { listTagKeys } from '@/components/functions/group-functions'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'
import type { FunctionItem } from '@/lib/contracts/functions'

type Props = { items: readonly FunctionItem[]; groupBy: string | null; onChange(key: string | null): void }

/** By which tag the rows stand together. Not there while no function has a tag. */
export function GroupChooser({ items, groupBy, onChange }: Props) {
  const keys = listTagKeys(items)
  if (keys.length === 0 && groupBy === null) return null
  return (
    <Popover
      label={`Group by tag: ${groupBy ?? 'none'}`}
      width={240}
      className="h-8 gap-1 rounded-(--radius) border border-line-strong px-2.5 text-muted text-xs hover:bg-hover hover:text-text"
      trigger={
        <>
          Group by {groupBy === null ? 'tag' : <span className="font-medium text-text">{groupBy}</span>}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      {(close) => (
        <div className="p-1">
          {[null, ...keys].map((key) => (
            <MenuItem
              key={key ?? ''}
              checked={groupBy === key}
              onClick={() => {
                onChange(key)
                close()
              }}
            >
              {key ?? 'No grouping'}
            </MenuItem>
          ))}
        </div>
      )}
    </Popover>
  )
}

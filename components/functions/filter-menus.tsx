'use client'

import { ChevronDown } from 'lucide-react'
import {
  FACET_LABELS,
  FACETS,
  type Facet,
  type FunctionsView,
  listFacetOptions,
} from '@/components/functions/prepare-functions'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'
import type { FunctionItem } from '@/lib/contracts/functions'

type Props = { items: readonly FunctionItem[]; view: FunctionsView; onToggle(facet: Facet, value: string): void }

export function FilterMenus({ items, view, onToggle }: Props) {
  return FACETS.map((facet) => (
    <Popover
      key={facet}
      label={`Filter by ${FACET_LABELS[facet].toLowerCase()}`}
      width={240}
      className="h-8 gap-1 rounded-(--radius) border border-line-strong border-dashed px-2.5 text-muted text-xs hover:bg-hover hover:text-text"
      trigger={
        <>
          {FACET_LABELS[facet]}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      <div className="p-1">
        {listFacetOptions(items, facet).map(({ value, count }) => (
          <MenuItem
            key={value}
            checked={view.facets[facet].includes(value)}
            hint={count}
            onClick={() => onToggle(facet, value)}
          >
            {value}
          </MenuItem>
        ))}
      </div>
    </Popover>
  ))
}

'use client'

import { X } from 'lucide-react'
import { FACET_LABELS, FACETS, type Facet, type FunctionsView } from '@/components/functions/prepare-functions'

type Props = { view: FunctionsView; onToggle(facet: Facet, value: string): void; onClear(): void }

/** The filters in force, read as a sentence. */
export function FilterChips({ view, onToggle, onClear }: Props) {
  const active = FACETS.filter((facet) => view.facets[facet].length > 0)
  if (active.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs">
      {active.map((facet) => (
        <span key={facet} className="inline-flex h-7 items-center gap-1.5 rounded-(--radius) bg-selected px-2">
          <span className="text-muted">{FACET_LABELS[facet]} is</span>
          {view.facets[facet].map((value, index) => (
            <span key={value} className="inline-flex items-center gap-1.5">
              {index > 0 && <span className="text-muted">or</span>}
              <button
                type="button"
                aria-label={`Remove the filter ${FACET_LABELS[facet]} is ${value}`}
                onClick={() => onToggle(facet, value)}
                className="inline-flex items-center gap-1 rounded font-medium hover:text-fault"
              >
                {value}
                <X aria-hidden className="size-3 text-faint" />
              </button>
            </span>
          ))}
        </span>
      ))}
      <button type="button" onClick={onClear} className="rounded px-1 text-muted hover:text-text hover:underline">
        Clear all
      </button>
    </div>
  )
}

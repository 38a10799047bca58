'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { HelpMark } from '@/components/ui/help-mark'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import type { InvocationsChoice } from '@/lib/client/invocations-options'
import { resultWords } from '@/lib/client/result-words'
import { useViewParams } from '@/lib/client/view-params'
import type { Facet, InvocationFacetsResponse } from '@/lib/contracts/invocations'
import { formatAbsoluteTime, formatCount, formatMemory } from '@/lib/domain/format'

const SHOWN = 6
const TITLES: Record<Facet['facet'], string> = {
  result: 'Result',
  version: 'Version',
  start: 'Start',
  errorType: 'Error type',
  memory: 'Memory used',
  memorySizeMb: 'Memory size',
  traced: 'Trace',
  tenantId: 'Tenant',
}
const VALUES: Record<string, string> = {
  cold: 'Cold start',
  warm: 'Warm',
  'under-50': 'Below 50 %',
  '50-75': '50 to 75 %',
  '75-90': '75 to 90 %',
  'over-90': '90 % or more',
  yes: 'Traced',
  no: 'Not traced',
}

type Props = { data: InvocationFacetsResponse; choice: InvocationsChoice; stale: boolean }

/** What the invocations have in common, and how many have it; a press chooses a value, another one gives it back. */
export function FacetList({ data, choice, stale }: Props) {
  const [open, setOpen] = useState(false)
  const facets = data.facets.filter(({ values }) => values.length > 0)
  const chosen = facets.filter(({ facet }) => choice[facet] !== null).length
  return (
    <section aria-label="Facets" className="rounded-(--radius) border border-line bg-surface">
      <Button
        look="ghost"
        className="w-full xl:hidden"
        aria-expanded={open}
        aria-controls="facets"
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide facets' : `Facets${chosen === 0 ? '' : ` · ${chosen} chosen`}`}
      </Button>
      <div
        id="facets"
        className={classNames(
          'grid grid-cols-1 gap-x-4 sm:grid-cols-2 md:grid-cols-3 xl:block',
          !open && 'max-xl:hidden',
          stale && 'stale',
        )}
      >
        {facets.map((facet) => (
          <FacetGroup key={facet.facet} facet={facet} chosen={choice[facet.facet]?.toString() ?? null} />
        ))}
      </div>
    </section>
  )
}

function FacetGroup({ facet: { facet, values, lookedAt }, chosen }: { facet: Facet; chosen: string | null }) {
  const { set } = useViewParams()
  const { zone } = useClock()
  const [all, setAll] = useState(false)
  const title = TITLES[facet]
  const isFailedChosen = chosen === 'failed'
  const highest = Math.max(1, ...values.map(({ invocations }) => invocations))
  return (
    <section aria-label={title} className="border-t border-t-grid px-1 pt-1 pb-2 first:border-t-0">
      <h3 className="flex h-7 items-center gap-1 px-2 pb-1 text-muted text-xs">
        {title}
        {facet === 'memory' && <HelpMark text="Max Memory Used as a share of Memory Size, from report lines." />}
        {facet === 'traced' && <HelpMark text="Whether the log lines of the invocation name an X-Ray trace." />}
        {facet === 'tenantId' && <HelpMark text="The tenant that JSON log lines name (tenant isolation)." />}
        {lookedAt !== null && (
          <span
            className="ml-auto truncate text-2xs text-faint"
            title={`Counted among the newest ${formatCount(lookedAt.invocations)}, since ${formatAbsoluteTime(lookedAt.fromMs, zone)}`}
          >
            of newest {formatCount(lookedAt.invocations)}
          </span>
        )}
      </h3>
      <ul>
        {(all ? values : values.slice(0, SHOWN)).map(({ value, invocations }) => (
          <li key={value}>
            <button
              type="button"
              aria-pressed={chosen === value}
              onClick={() => set({ [facet]: chosen === value ? null : value })}
              className={classNames(
                'relative flex h-7 w-full items-center gap-2 rounded px-2 text-left text-xs',
                chosen === value ? 'bg-selected font-medium' : 'hover:bg-hover',
              )}
            >
              <span className="truncate" title={value}>
                {valueWords(facet, value)}
              </span>
              <span className="figures ml-auto" title={invocations.toLocaleString('en')}>
                {formatCount(invocations)}
              </span>
              <span
                aria-hidden
                className="absolute bottom-0 left-2 h-0.5 rounded bg-line-strong"
                style={{ width: `calc(${(invocations / highest) * 100}% - ${(invocations / highest) * 16}px)` }}
              />
            </button>
          </li>
        ))}
      </ul>
      {isFailedChosen && <p className="px-2 pt-1 text-2xs text-muted">All that failed are listed.</p>}
      {values.length > SHOWN && (
        <Button look="ghost" size="sm" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${values.length - SHOWN} more`}
        </Button>
      )}
    </section>
  )
}

function valueWords(facet: Facet['facet'], value: string): string {
  if (facet === 'result') return resultWords(value).label
  return facet === 'memorySizeMb' ? formatMemory(Number(value)) : (VALUES[value] ?? value)
}

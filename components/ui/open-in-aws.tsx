'use client'

import { useQuery } from '@tanstack/react-query'
import { buttonClass } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import { classNames } from '@/lib/client/class-names'
import { healthOptions } from '@/lib/client/health-options'
import { inScope } from '@/lib/client/place'
import { useScope } from '@/lib/client/view-params'
import { CONSOLE_PAGES, type ConsolePage } from '@/lib/domain/console-links'

/** Leads to what AWS's own console shows of the same, region by region. */
export function OpenInAws({ page }: { page: ConsolePage }) {
  return (
    <Popover
      label="Open in AWS"
      width={200}
      align="end"
      className={classNames(buttonClass('ghost', 'sm'), 'sm:ml-auto')}
      trigger="Open in AWS"
    >
      <Regions page={page} />
    </Popover>
  )
}

function Regions({ page }: { page: ConsolePage }) {
  const { scope } = useScope()
  const { data } = useQuery(healthOptions())
  const places = (data?.sources ?? []).filter((place) => inScope(scope, place))
  const regions = [...new Set(places.map(({ region }) => region))].sort()
  return (
    <ul aria-label="Regions" className="p-1">
      {regions.map((region) => (
        <li key={region}>
          <a
            href={CONSOLE_PAGES[page](region)}
            target="_blank"
            rel="noreferrer"
            className="block rounded-(--radius) px-2 py-1.5 hover:bg-hover"
          >
            {region}
          </a>
        </li>
      ))}
      {data !== undefined && regions.length === 0 && (
        <li className="px-2 py-1.5 text-muted">No account and region is read yet.</li>
      )}
    </ul>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { healthOptions } from '@/lib/client/health-options'
import { inScope } from '@/lib/client/place'
import { useScope } from '@/lib/client/view-params'
import { CONSOLE_PAGES, type ConsolePage } from '@/lib/domain/console-pages'

/** A page of AWS's console in each region in scope. */
export default function AwsRegions({ page }: { page: ConsolePage }) {
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

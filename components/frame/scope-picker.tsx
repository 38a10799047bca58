'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Globe } from 'lucide-react'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'
import { healthOptions } from '@/lib/client/health-options'
import { inScope, type Place } from '@/lib/client/place'
import { useScope } from '@/lib/client/view-params'
import type { HealthResponse } from '@/lib/contracts/health'

/** Narrows the pages to account-regions; several can hold at once. */
export function ScopePicker({ initialHealth }: { initialHealth: HealthResponse }) {
  const { data } = useQuery({ ...healthOptions(), initialData: initialHealth })
  const { scope, setScope } = useScope()
  const places = listPlaces(data)
  const label = describeScope(scope, places)
  const toggle = (place: Place) => {
    const has = scope.some((one) => samePlace(one, place))
    const next = has ? scope.filter((one) => !samePlace(one, place)) : [...scope, place]
    setScope(next.length === places.length ? [] : next)
  }
  return (
    <Popover
      label={`Accounts and regions: ${label}`}
      width={300}
      align="end"
      className="h-8 shrink-0 gap-1.5 rounded-(--radius) border border-line-strong px-2 text-xs hover:bg-hover"
      trigger={
        <>
          <Globe aria-hidden className="size-3.5 text-faint max-sm:hidden" />
          <span className="figures max-w-44 truncate font-medium">{label}</span>
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      <div className="p-1">
        <MenuItem checked={scope.length === 0} onClick={() => setScope([])}>
          All accounts and regions
        </MenuItem>
        {places.map((place) => (
          <MenuItem
            key={`${place.accountId}/${place.region}`}
            checked={scope.length > 0 && inScope(scope, place)}
            hint={<span className="font-mono">{place.accountId}</span>}
            onClick={() => toggle(place)}
          >
            {place.region}
          </MenuItem>
        ))}
      </div>
    </Popover>
  )
}

function samePlace(a: Place, b: Place): boolean {
  return a.accountId === b.accountId && a.region === b.region
}

function listPlaces(health: HealthResponse): Place[] {
  const places = new Map(
    health.sources.map(({ accountId, region }) => [`${accountId}/${region}`, { accountId, region }]),
  )
  return [...places.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place)
}

function describeScope(scope: Place[], places: Place[]): string {
  if (scope.length === 0) return places.length === 1 && places[0] ? places[0].region : 'All regions'
  if (scope.length === 1 && scope[0]) return scope[0].region
  return `${scope.length} of ${places.length} regions`
}

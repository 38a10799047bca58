'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Globe } from 'lucide-react'
import { Fragment } from 'react'
import { describeScope, listScopeAccounts, togglePlaces } from '@/components/frame/describe-scope'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'
import { classNames } from '@/lib/client/class-names'
import { healthOptions } from '@/lib/client/health-options'
import { inScope, type Place } from '@/lib/client/place'
import { useScope } from '@/lib/client/view-params'
import type { HealthResponse } from '@/lib/contracts/health'

/** Narrows the pages to account-regions; several can hold at once. */
export function ScopePicker({ initialHealth }: { initialHealth: HealthResponse }) {
  const { data } = useQuery({ ...healthOptions(), initialData: initialHealth })
  const { scope, setScope } = useScope()
  const accounts = listScopeAccounts(data)
  const label = describeScope(scope, accounts)
  const toggle = (places: readonly Place[]) => setScope(togglePlaces(scope, places, accounts))
  const isChosen = (places: readonly Place[]) => scope.length > 0 && places.every((place) => inScope(scope, place))
  return (
    <Popover
      label={`Accounts and regions: ${label}`}
      width={300}
      align="end"
      className="h-8 shrink-0 gap-1.5 rounded-(--radius) border border-line-strong px-2 text-xs hover:bg-hover"
      trigger={
        <>
          <Globe aria-hidden className="size-3.5 text-faint max-sm:hidden" />
          <span className="figures max-w-44 truncate font-medium max-sm:max-w-20">{label}</span>
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      <div className="p-1">
        <MenuItem checked={scope.length === 0} onClick={() => setScope([])}>
          All accounts and regions
        </MenuItem>
        {accounts.map(({ accountId, name, places }) => (
          <Fragment key={accountId}>
            {accounts.length > 1 && (
              <MenuItem
                checked={isChosen(places)}
                hint={name === accountId ? undefined : <span className="font-mono">{accountId}</span>}
                onClick={() => toggle(places)}
              >
                <span className="font-medium">{name}</span>
              </MenuItem>
            )}
            {places.map((place) => (
              <MenuItem
                key={place.region}
                checked={isChosen([place])}
                hint={accounts.length > 1 ? undefined : <span className="font-mono">{accountId}</span>}
                onClick={() => toggle([place])}
              >
                <span className={classNames(accounts.length > 1 && 'pl-4')}>
                  {accounts.length > 1 && <span className="sr-only">{name} </span>}
                  {place.region}
                </span>
              </MenuItem>
            ))}
          </Fragment>
        ))}
      </div>
    </Popover>
  )
}

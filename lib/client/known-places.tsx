'use client'

import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react'
import { healthOptions } from '@/lib/client/health-options'
import { describePlace, type KnownPlace, type Place } from '@/lib/client/place'
import type { HealthResponse } from '@/lib/contracts/health'

const KnownPlaces = createContext<readonly KnownPlace[]>([])

/** The accounts and regions that are pulled, for whatever names a function: its name may be borne by several. */
export function KnownPlacesProvider({
  initialHealth,
  children,
}: {
  initialHealth: HealthResponse
  children: ReactNode
}) {
  const { data } = useQuery({ ...healthOptions(), initialData: initialHealth })
  const text = JSON.stringify(placesOf(data))
  // Health is asked again every few seconds, and rarely tells of another place.
  const places = useMemo<KnownPlace[]>(() => JSON.parse(text), [text])
  return <KnownPlaces value={places}>{children}</KnownPlaces>
}

/** Says where something is, as far as that tells it apart from what is elsewhere. */
export function usePlaceWords(): (place: Place) => string | null {
  const known = useContext(KnownPlaces)
  return useCallback((place: Place) => describePlace(place, known), [known])
}

function placesOf({ sources, accounts }: HealthResponse): KnownPlace[] {
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]))
  const places = new Map(
    sources.map(({ accountId, region }) => [
      `${accountId}/${region}`,
      { accountId, region, accountName: names.get(accountId) ?? accountId },
    ]),
  )
  return [...places.values()]
}

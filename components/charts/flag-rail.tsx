'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { RailPlace } from '@/components/charts/flags'
import { changeMarksOptions } from '@/lib/client/change-marks-options'
import { useRange, useRefetchInterval } from '@/lib/client/view-params'

const Flags = lazy(() => import('@/components/charts/flags'))

/** Thin marks over a chart where something was changed; each leads to what it was. Most charts have none to fetch. */
export function FlagRail(place: RailPlace) {
  const { range } = useRange()
  const refetchInterval = useRefetchInterval()
  const { data } = useQuery({ ...changeMarksOptions(place.of, range), refetchInterval })
  if (data === undefined || data.items.length === 0) return null
  return (
    <Suspense>
      <Flags {...place} marks={data.items} />
    </Suspense>
  )
}

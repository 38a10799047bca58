'use client'

import { useQuery } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import { useMemo } from 'react'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { usePublishCoverage } from '@/lib/client/page-coverage'
import { summaryOptions } from '@/lib/client/summary-options'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'

/** Tells the coverage chip what the figures of a function, or of the qualifier in the URL, rest on. */
export function FunctionCoverage({ fn: { name, accountId, region } }: { fn: FunctionRef }) {
  const { range } = useRange()
  const { params } = useViewParams()
  const refetchInterval = useRefetchInterval()
  const fn = useMemo(() => ({ name, accountId, region }), [name, accountId, region])
  const qualifier = params.get('qualifier')
  const { data } = useQuery({ ...summaryOptions(fn, range, qualifier), refetchInterval })
  usePublishCoverage(qualifier === null ? name : `${name}:${qualifier}`, data?.coverage)
  return null
}

/** The same on all tabs but Summary, which shows these figures itself. */
export function TabCoverage({ fn }: { fn: FunctionRef }) {
  return usePathname() === functionPath(fn) ? null : <FunctionCoverage fn={fn} />
}

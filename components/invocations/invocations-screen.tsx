'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { FacetList } from '@/components/invocations/facet-list'
import { InvocationHistogram } from '@/components/invocations/invocation-histogram'
import { type InvocationsPage, InvocationsPanel } from '@/components/invocations/invocations-panel'
import { readChoice } from '@/components/invocations/read-choice'
import { QueryError } from '@/components/ui/query-error'
import type { FunctionRef } from '@/lib/client/function-ref'
import { invocationFacetsOptions, invocationsKey } from '@/lib/client/invocations-options'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { InvocationFacetsResponse } from '@/lib/contracts/invocations'

/** What the server answered for the first paint. wide: over the page's whole range. page: null where it was refused. */
export type FirstInvocations = {
  key: string
  rangeKey: string
  page: InvocationsPage | null
  facets: InvocationFacetsResponse
  wide: InvocationFacetsResponse
}

type Props = { fn: FunctionRef; initial: FirstInvocations; whenNothing: string }

/** Which invocations failed or were slow, and what they have in common. */
export function InvocationsScreen({ fn, initial, whenNothing }: Props) {
  const { params, set } = useViewParams()
  const { range } = useRange()
  const refetchInterval = useRefetchInterval()
  const text = params.toString()
  const choice = useMemo(() => readChoice(new URLSearchParams(text)), [text])
  const isFirst = initial.key === invocationsKey(choice)
  const facets = useQuery({
    ...invocationFacetsOptions(fn, choice),
    initialData: isFirst ? initial.facets : undefined,
    refetchInterval,
  })
  const wide = useQuery({
    ...invocationFacetsOptions(fn, choice, range),
    initialData: isFirst && initial.rangeKey === rangeKey(range) ? initial.wide : undefined,
    refetchInterval,
  })
  const narrowed = params.has('window') && 'fromMs' in choice.range ? choice.range : null
  return (
    <div className="flex flex-col gap-4">
      {wide.data && wide.data.reason === null && (
        <InvocationHistogram
          data={wide.data}
          changesOf={{ names: [fn.name], places: [{ accountId: fn.accountId, region: fn.region }] }}
          stale={wide.isPlaceholderData}
          narrowed={narrowed}
          onWindow={(window) => set({ window: window === null ? null : window.join('-') })}
        />
      )}
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[200px_minmax(0,1fr)]">
        {facets.data ? (
          <FacetList data={facets.data} choice={choice} stale={facets.isPlaceholderData} />
        ) : (
          facets.error && <QueryError error={facets.error} onRetry={facets.refetch} />
        )}
        <InvocationsPanel
          fn={fn}
          choice={choice}
          first={isFirst && initial.page !== null ? initial.page : undefined}
          counted={facets.data}
          whenNothing={whenNothing}
        />
      </div>
    </div>
  )
}

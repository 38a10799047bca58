import type { Metadata } from 'next'
import * as z from 'zod/mini'
import { type FunctionView, functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { type FirstInvocations, InvocationsScreen } from '@/components/invocations/invocations-screen'
import { readChoice } from '@/components/invocations/read-choice'
import { filterOf, INVOCATIONS_PAGE, invocationsKey } from '@/lib/client/invocations-options'
import { rangeKey, rangeWindow } from '@/lib/client/range-param'
import { InvocationFacetsRequest, ListInvocationsRequest } from '@/lib/contracts/invocations'
import { AppError } from '@/lib/server/app-error'
import { getInvocationFacets } from '@/lib/server/queries/get-invocation-facets'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]/invocations'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Invocations · ${decodeURIComponent((await params).name)}` }
}

export default function FunctionInvocationsPage(props: Props) {
  return functionTab(props, firstInvocations, ({ name, accountId, region }, initial) => (
    <InvocationsScreen
      fn={{ name, accountId, region }}
      initial={initial}
      whenNothing="Widen the range, choose another qualifier, or see on the Sync page how far back log lines go."
    />
  ))
}

/** An alias whose lines cannot be told apart is refused; the list asks again and shows the reason. */
async function firstInvocations({ identity, query, range, nowMs }: FunctionView): Promise<FirstInvocations> {
  const choice = readChoice(query)
  const filter = filterOf(choice)
  const { from, to } = rangeWindow(choice.range, nowMs)
  const facetsOver = (window: { from: number; to: number }) =>
    getInvocationFacets(webDb(), identity, z.parse(InvocationFacetsRequest, { ...window, ...filter }), nowMs)
  const isNarrowed = rangeKey(choice.range) !== rangeKey(range)
  const [page, facets, wide] = await Promise.all([
    listInvocations(
      webDb(),
      identity,
      z.parse(ListInvocationsRequest, { from, to, sort: choice.sort, limit: INVOCATIONS_PAGE, ...filter }),
      nowMs,
    ).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'CONFLICT') return null
      throw error
    }),
    facetsOver({ from, to }),
    isNarrowed ? facetsOver(rangeWindow(range, nowMs)) : null,
  ])
  return {
    key: invocationsKey(choice),
    rangeKey: rangeKey(range),
    page: page && { ...page, from, to },
    facets,
    wide: wide ?? facets,
  }
}

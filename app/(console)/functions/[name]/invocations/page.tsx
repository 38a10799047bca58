import type { Metadata } from 'next'
import { type FunctionView, functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { InvocationsPanel } from '@/components/invocations/invocations-panel'
import { readChoice } from '@/components/invocations/read-choice'
import { INVOCATIONS_PAGE, invocationsKey } from '@/lib/client/invocations-options'
import { rangeWindow } from '@/lib/client/range-param'
import { isResultFilter } from '@/lib/client/result-words'
import { AppError } from '@/lib/server/app-error'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]/invocations'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Invocations · ${decodeURIComponent((await params).name)}` }
}

export default function FunctionInvocationsPage(props: Props) {
  return functionTab(props, firstInvocations, ({ name, accountId, region }, invocations) => (
    <InvocationsPanel
      fn={{ name, accountId, region }}
      initial={invocations}
      whenNothing="Widen the range, choose another qualifier, or see on the Sync page how far back log lines go."
    />
  ))
}

/** An alias whose lines cannot be told apart is refused; the panel asks again and shows the reason. */
async function firstInvocations({ identity, query, nowMs }: FunctionView) {
  const choice = readChoice(query)
  const { from, to } = rangeWindow(choice.range, nowMs)
  const { qualifier, result, sort, minDurationMs, maxDurationMs } = choice
  const request = {
    from,
    to,
    sort,
    limit: INVOCATIONS_PAGE,
    qualifier: qualifier ?? undefined,
    result: isResultFilter(result) ? result : undefined,
    minDurationMs: minDurationMs ?? undefined,
    maxDurationMs: maxDurationMs ?? undefined,
  }
  try {
    const page = await listInvocations(webDb(), identity, request, nowMs)
    return { key: invocationsKey(choice), page: { ...page, from, to } }
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return null
    throw error
  }
}

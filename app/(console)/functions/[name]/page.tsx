import type { Metadata } from 'next'
import { functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { FunctionSummary } from '@/components/functions/function-summary'
import { TopInvocationsPanel } from '@/components/invocations/top-invocations-panel'
import { TopIssuesPanel } from '@/components/issues/top-issues-panel'
import { topIssuesRequest } from '@/lib/client/issues-options'
import { rangeKey } from '@/lib/client/range-param'
import { AppError } from '@/lib/server/app-error'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { listIssues } from '@/lib/server/queries/list-issues'
import { listTopInvocations } from '@/lib/server/queries/list-top-invocations'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) }
}

export default function FunctionPage(props: Props) {
  return functionTab(
    props,
    ({ identity, request, range, qualifier, nowMs }) =>
      Promise.all([
        getFunctionSummary(webDb(), identity, request, nowMs),
        getFunctionMetrics(webDb(), identity, request, nowMs),
        listTopInvocations(webDb(), identity, request, nowMs),
        listIssues(webDb(), topIssuesRequest(identity, range, qualifier, nowMs), nowMs).catch(nullWhenNotTold),
      ]),
    (detail, [summary, metrics, top, issues], { range, qualifier }) => {
      const { name, accountId, region } = detail
      const fn = { name, accountId, region }
      const of = { key: rangeKey(range), qualifier }
      return (
        <FunctionSummary
          detail={detail}
          initial={{ ...of, summary, metrics }}
          below={
            <>
              <TopInvocationsPanel fn={fn} initial={{ ...of, data: top }} />
              <TopIssuesPanel fn={fn} initial={{ ...of, issues }} />
            </>
          }
        />
      )
    },
  )
}

/** Log lines do not tell which of their failures came by an alias that shares its version. */
function nullWhenNotTold(error: unknown): null {
  if (error instanceof AppError && error.code === 'CONFLICT') return null
  throw error
}

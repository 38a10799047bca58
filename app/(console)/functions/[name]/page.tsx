import type { Metadata } from 'next'
import { functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { FunctionSummary } from '@/components/functions/function-summary'
import { TopInvocationsPanel } from '@/components/invocations/top-invocations-panel'
import { TopIssuesPanel } from '@/components/issues/top-issues-panel'
import { rangeKey } from '@/lib/client/range-param'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { listTopInvocations } from '@/lib/server/queries/list-top-invocations'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) }
}

export default function FunctionPage(props: Props) {
  return functionTab(
    props,
    ({ identity, request, nowMs }) =>
      Promise.all([
        getFunctionSummary(webDb(), identity, request, nowMs),
        getFunctionMetrics(webDb(), identity, request, nowMs),
        listTopInvocations(webDb(), identity, request, nowMs),
      ]),
    (detail, [summary, metrics, top], { range, qualifier }) => {
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
              <TopIssuesPanel fn={fn} />
            </>
          }
        />
      )
    },
  )
}

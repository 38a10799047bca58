import type { Metadata } from 'next'
import { functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { FunctionSummary } from '@/components/functions/function-summary'
import { TopIssuesPanel } from '@/components/issues/top-issues-panel'
import { rangeKey } from '@/lib/client/range-param'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
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
      ]),
    (detail, [summary, metrics], { range, qualifier }) => (
      <FunctionSummary
        detail={detail}
        initial={{ key: rangeKey(range), qualifier, summary, metrics }}
        issues={<TopIssuesPanel fn={{ name: detail.name, accountId: detail.accountId, region: detail.region }} />}
      />
    ),
  )
}

import type { Metadata } from 'next'
import { functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { PerformanceScreen } from '@/components/performance/performance-screen'
import { rangeKey } from '@/lib/client/range-param'
import { getPerformance } from '@/lib/server/queries/get-performance'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]/performance'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Performance · ${decodeURIComponent((await params).name)}` }
}

export default function FunctionPerformancePage(props: Props) {
  return functionTab(
    props,
    ({ identity, request, nowMs }) => getPerformance(webDb(), identity, request, nowMs),
    ({ name, accountId, region }, data, { range, qualifier }) => (
      <PerformanceScreen fn={{ name, accountId, region }} initial={{ key: rangeKey(range), qualifier, data }} />
    ),
  )
}

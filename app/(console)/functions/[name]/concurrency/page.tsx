import type { Metadata } from 'next'
import { functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { FunctionConcurrencyScreen } from '@/components/concurrency/function-concurrency-screen'
import { rangeKey } from '@/lib/client/range-param'
import { getFunctionConcurrency } from '@/lib/server/queries/get-function-concurrency'
import { listLanes } from '@/lib/server/queries/list-lanes'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]/concurrency'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Concurrency · ${decodeURIComponent((await params).name)}` }
}

export default function FunctionConcurrencyPage(props: Props) {
  return functionTab(
    props,
    ({ identity, request, nowMs }) =>
      Promise.all([
        getFunctionConcurrency(webDb(), identity, request, nowMs),
        listLanes(webDb(), identity, request, nowMs),
      ]),
    ({ name, accountId, region }, [data, lanes], { range, qualifier }) => (
      <FunctionConcurrencyScreen
        fn={{ name, accountId, region }}
        initial={{ key: rangeKey(range), qualifier, data, lanes }}
      />
    ),
  )
}

import type { Metadata } from 'next'
import { functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { TriggersScreen } from '@/components/triggers/triggers-screen'
import { rangeKey } from '@/lib/client/range-param'
import { getTriggers } from '@/lib/server/queries/get-triggers'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]/triggers'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Triggers · ${decodeURIComponent((await params).name)}` }
}

export default function FunctionTriggersPage(props: Props) {
  return functionTab(
    props,
    ({ identity, request, nowMs }) => getTriggers(webDb(), identity, request, nowMs),
    ({ name, accountId, region }, triggers, { range, qualifier }) => (
      <TriggersScreen fn={{ name, accountId, region }} initial={{ key: rangeKey(range), qualifier, triggers }} />
    ),
  )
}

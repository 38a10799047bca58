import type { Metadata } from 'next'
import { functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { ConfigurationScreen } from '@/components/configuration/configuration-screen'
import { rangeKey } from '@/lib/client/range-param'
import { getConfiguration } from '@/lib/server/queries/get-configuration'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]/configuration'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Configuration · ${decodeURIComponent((await params).name)}` }
}

export default function FunctionConfigurationPage(props: Props) {
  return functionTab(
    props,
    ({ identity, request, nowMs }) => getConfiguration(webDb(), identity, request, nowMs),
    (detail, configuration, { range, qualifier }) => (
      <ConfigurationScreen detail={detail} initial={{ key: rangeKey(range), qualifier, configuration }} />
    ),
  )
}

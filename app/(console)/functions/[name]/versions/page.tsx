import type { Metadata } from 'next'
import { type FunctionView, functionTab } from '@/app/(console)/functions/[name]/function-tab'
import { VersionsScreen } from '@/components/versions/versions-screen'
import { comparisonKey, comparisonRequest, readComparison } from '@/lib/client/comparison-choice'
import { rangeKey } from '@/lib/client/range-param'
import { AppError } from '@/lib/server/app-error'
import { getComparison } from '@/lib/server/queries/get-comparison'
import { getVersions } from '@/lib/server/queries/get-versions'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]/versions'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Versions · ${decodeURIComponent((await params).name)}` }
}

export default function FunctionVersionsPage(props: Props) {
  return functionTab(props, loadVersions, ({ name, accountId, region }, initial) => (
    <VersionsScreen fn={{ name, accountId, region }} initial={initial} />
  ))
}

async function loadVersions({ identity, query, range, request, nowMs }: FunctionView) {
  const data = await getVersions(webDb(), identity, request, nowMs)
  const choice = readComparison(query, range, data.pair ?? { first: '*', second: '*' })
  const comparison = await firstComparison(() =>
    getComparison(webDb(), identity, comparisonRequest(choice, nowMs), nowMs),
  )
  return {
    key: rangeKey(range),
    data,
    comparison: comparison === null ? null : { key: comparisonKey(choice), data: comparison },
  }
}

/** A qualifier that does not exist, or a window that is none, is refused; the panel asks again and shows the reason. */
async function firstComparison<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST')) return null
    throw error
  }
}

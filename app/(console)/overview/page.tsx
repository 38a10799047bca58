import type { Metadata } from 'next'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { NewIssuesPanel } from '@/components/issues/new-issues-panel'
import { OverviewScreen } from '@/components/overview/overview-screen'
import { RecentChanges } from '@/components/overview/recent-changes'
import { NothingPulled } from '@/components/sync/nothing-pulled'
import { newestChangesKey, newestChangesRequest } from '@/lib/client/changes-options'
import { newestIssuesKey, newestIssuesRequest } from '@/lib/client/issues-options'
import { overviewKey } from '@/lib/client/overview-options'
import { parseScope, placeRequest } from '@/lib/client/place'
import { rangeWindow, readRange } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { requireSession } from '@/lib/server/auth/require-session'
import { getOverview } from '@/lib/server/queries/get-overview'
import { listChanges } from '@/lib/server/queries/list-changes'
import { listIssues } from '@/lib/server/queries/list-issues'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage({ searchParams }: PageProps<'/overview'>) {
  await requireSession()
  const query = toParams(await searchParams)
  const range = readRange(query)
  const scope = parseScope(query.get('scope') ?? '')
  const nowMs = Date.now()
  const request = { ...rangeWindow(range, nowMs), ...placeRequest(scope) }
  const [overview, issues, changes] = await Promise.all([
    getOverview(webDb(), request, nowMs),
    listIssues(webDb(), newestIssuesRequest(range, scope, nowMs), nowMs),
    listChanges(webDb(), newestChangesRequest(range, scope, nowMs), nowMs),
  ])
  return (
    <>
      <ScopeCoverage />
      <OverviewScreen
        initial={{ key: overviewKey(range, scope), overview }}
        newIssues={<NewIssuesPanel initial={{ key: newestIssuesKey(range, scope), issues }} />}
        recentChanges={<RecentChanges initial={{ key: newestChangesKey(range, scope), changes }} />}
        whenNothing={<NothingPulled isPage title="Nothing has been pulled yet" kind="inventory" />}
      />
    </>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { IssueList } from '@/components/issues/issue-list'
import { AppLink } from '@/components/ui/app-link'
import { NothingLine } from '@/components/ui/nothing-found'
import { Panel } from '@/components/ui/panel'
import { newestIssuesKey, newestIssuesOptions } from '@/lib/client/issues-options'
import { useRange, useRefetchInterval, useScope } from '@/lib/client/view-params'
import type { ListIssuesResponse } from '@/lib/contracts/issues'

const SHOWN = 6

/** What has begun to fail in the window. */
export function NewIssuesPanel({ initial }: { initial: { key: string; issues: ListIssuesResponse } }) {
  const { range } = useRange()
  const { scope } = useScope()
  const refetchInterval = useRefetchInterval()
  const { data, error, isPlaceholderData } = useQuery({
    ...newestIssuesOptions(range, scope),
    initialData: initial.key === newestIssuesKey(range, scope) ? initial.issues : undefined,
    refetchInterval,
  })
  const fresh = data?.items.filter(({ isNew }) => isNew).slice(0, SHOWN)
  return (
    <Panel
      title="New issues"
      help="Errors by type, message shape and top frame that were first seen in this window, by a function whose log lines had been read for an hour before."
    >
      {data === undefined || fresh === undefined ? (
        <p className="min-h-9 px-3 pb-3 text-muted text-sm">{error?.message ?? 'Loading'}</p>
      ) : fresh.length === 0 ? (
        <NothingLine what="Nothing new has failed" read={data.read} source="logs" />
      ) : (
        <IssueList issues={fresh} isStale={isPlaceholderData} byFunction />
      )}
      <AppLink
        to="/issues"
        params={{ sort: 'newest' }}
        className="block border-t px-3 py-2 text-accent text-xs hover:underline"
      >
        All issues
      </AppLink>
    </Panel>
  )
}

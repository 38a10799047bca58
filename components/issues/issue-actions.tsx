'use client'

import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { useSetIssueState } from '@/lib/client/use-set-issue-state'
import type { IssueDetail, IssueState } from '@/lib/contracts/issues'

/** What can be done with an issue, and what was. */
export function IssueActions({ issue }: { issue: IssueDetail }) {
  const change = useSetIssueState(issue.id)
  const act = (state: IssueState, label: string, look: 'primary' | 'secondary' = 'secondary') => (
    <Button size="sm" look={look} disabled={change.isPending} onClick={() => change.mutate(state)}>
      {label}
    </Button>
  )
  const isActive = issue.state === 'active'
  return (
    <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
      {!isActive && <Badge tone={issue.state === 'resolved' ? 'ok' : 'neutral'}>{issue.state}</Badge>}
      {!isActive && issue.stateAtMs !== null && (
        <span className="text-muted text-xs">
          <RelativeTime atMs={issue.stateAtMs} />
        </span>
      )}
      {isActive && issue.reopenedAtMs !== null && (
        <span className="text-error text-xs">
          reopened, came back <RelativeTime atMs={issue.reopenedAtMs} />
        </span>
      )}
      {isActive ? (
        <>
          {act('resolved', 'Resolve', 'primary')}
          {act('ignored', 'Ignore')}
        </>
      ) : (
        act('active', 'Reopen', 'primary')
      )}
      {change.error && (
        <span role="alert" className="text-fault text-xs">
          {change.error.message}
        </span>
      )}
    </div>
  )
}

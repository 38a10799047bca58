'use client'

import { useQuery } from '@tanstack/react-query'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/panel'
import { classNames } from '@/lib/client/class-names'
import type { FunctionRef } from '@/lib/client/function-ref'
import { issueMessage } from '@/lib/client/issue-message'
import { topIssuesOptions } from '@/lib/client/issues-options'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import { formatCount } from '@/lib/domain/format'

/** What the function failed of most in the window. */
export function TopIssuesPanel({ fn }: { fn: FunctionRef }) {
  const { range } = useRange()
  const { params } = useViewParams()
  const refetchInterval = useRefetchInterval()
  const qualifier = params.get('qualifier')
  const { data, error, isPlaceholderData } = useQuery({ ...topIssuesOptions(fn, range, qualifier), refetchInterval })
  return (
    <Panel
      title="Top issues"
      help="Failed invocations by error type, message shape and top frame, active issues only. From log lines."
    >
      {data === undefined ? (
        <p className="min-h-9 px-3 pb-3 text-muted text-sm">{error?.message ?? 'Loading'}</p>
      ) : data.items.length === 0 ? (
        <p className="min-h-9 px-3 pb-3 text-muted text-sm">No active issue was seen in this window.</p>
      ) : (
        <ol className={classNames('px-3 pb-2', isPlaceholderData && 'stale')}>
          {data.items.map(({ id, type, count, isPartial, isNew, ...issue }) => (
            <li key={id} className="flex items-baseline gap-2 border-b border-b-grid py-1.5 text-sm last:border-b-0">
              <AppLink
                to={`/issues/${id}`}
                title={issue.example ?? undefined}
                className="min-w-0 flex-1 truncate hover:underline"
              >
                <span className="font-medium">{type}</span>
                {issueMessage(issue) !== '' && <span className="text-muted">: {issueMessage(issue)}</span>}
              </AppLink>
              {isNew && <Badge tone="fault">new</Badge>}
              <span className="figures shrink-0 text-muted" title={String(count)}>
                {isPartial && '≥ '}
                {formatCount(count)}
              </span>
            </li>
          ))}
        </ol>
      )}
      <AppLink
        to="/issues"
        params={{ functionName: fn.name }}
        className="block border-t px-3 py-2 text-accent text-xs hover:underline"
      >
        All issues of this function
      </AppLink>
    </Panel>
  )
}

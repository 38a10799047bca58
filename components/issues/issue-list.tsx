'use client'

import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/lib/client/class-names'
import { issueMessage } from '@/lib/client/issue-message'
import type { IssueItem } from '@/lib/contracts/issues'
import { formatCount } from '@/lib/domain/format'

type Props = {
  issues: readonly IssueItem[]
  isStale: boolean
  /** Names where they happened, in place of which of them are new. */
  byFunction?: boolean
}

/** A few issues with how often they happened, for a panel. */
export function IssueList({ issues, isStale, byFunction = false }: Props) {
  return (
    <ol className={classNames('px-3 pb-2', isStale && 'stale')}>
      {issues.map((issue) => (
        <li key={issue.id} className="flex items-baseline gap-2 border-b border-b-grid py-1.5 text-sm last:border-b-0">
          <AppLink
            to={`/issues/${issue.id}`}
            title={issue.example ?? undefined}
            className="min-w-0 flex-1 truncate hover:underline"
          >
            <span className="font-medium">{issue.type}</span>
            <Message text={issueMessage(issue)} without={byFunction ? nameFunctions(issue) : ''} />
          </AppLink>
          {byFunction ? (
            <span className="max-w-[45%] shrink-0 truncate text-faint text-xs">{nameFunctions(issue)}</span>
          ) : (
            issue.isNew && <Badge tone="fault">new</Badge>
          )}
          <span className="figures shrink-0 text-muted" title={String(issue.count)}>
            {issue.isPartial && '≥ '}
            {formatCount(issue.count)}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** What stands beside it anyway is not said twice. */
function Message({ text, without }: { text: string; without: string }) {
  return text === '' || text === without ? null : <span className="text-muted">: {text}</span>
}

function nameFunctions({ functions, functionCount }: Pick<IssueItem, 'functions' | 'functionCount'>): string {
  const name = functions[0]?.functionName ?? ''
  return functionCount > 1 ? `${name} +${functionCount - 1}` : name
}

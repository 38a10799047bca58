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
      {issues.map(({ id, type, count, isPartial, isNew, ...issue }) => (
        <li key={id} className="flex items-baseline gap-2 border-b border-b-grid py-1.5 text-sm last:border-b-0">
          <AppLink
            to={`/issues/${id}`}
            title={issue.example ?? undefined}
            className="min-w-0 flex-1 truncate hover:underline"
          >
            <span className="font-medium">{type}</span>
            {issueMessage(issue) !== '' && <span className="text-muted">: {issueMessage(issue)}</span>}
          </AppLink>
          {byFunction ? (
            <span className="max-w-[45%] shrink-0 truncate text-faint text-xs">{nameFunctions(issue)}</span>
          ) : (
            isNew && <Badge tone="fault">new</Badge>
          )}
          <span className="figures shrink-0 text-muted" title={String(count)}>
            {isPartial && '≥ '}
            {formatCount(count)}
          </span>
        </li>
      ))}
    </ol>
  )
}

function nameFunctions({ functions, functionCount }: Pick<IssueItem, 'functions' | 'functionCount'>): string {
  const name = functions[0]?.functionName ?? ''
  return functionCount > 1 ? `${name} +${functionCount - 1}` : name
}

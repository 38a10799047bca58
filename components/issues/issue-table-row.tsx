'use client'

import { memo } from 'react'
import { Sparkline } from '@/components/charts/sparkline'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { functionPath } from '@/lib/client/function-ref'
import { issueMessage } from '@/lib/client/issue-message'
import { usePlaceWords } from '@/lib/client/known-places'
import { resultWords } from '@/lib/client/result-words'
import type { IssueItem } from '@/lib/contracts/issues'
import { formatCount } from '@/lib/domain/format'

type Props = { issue: IssueItem; index: number; selected: boolean; onOpen(issue: IssueItem): void }

export const IssueTableRow = memo(function IssueTableRow({ issue, index, selected, onOpen }: Props) {
  const { id, type, count, isPartial, firstSeenMs, lastSeenMs, isNew } = issue
  const message = issueMessage(issue)
  const cell = 'h-12 overflow-hidden px-3 py-1'
  return (
    <tr
      id={`issue-${index}`}
      onClick={(event) => !(event.target as HTMLElement).closest('a') && onOpen(issue)}
      className={classNames(
        'cursor-pointer border-b border-b-grid last:border-b-0',
        selected ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <th scope="row" className={classNames(cell, 'text-left font-normal')}>
        <AppLink to={`/issues/${id}`} title={issue.example ?? message} className="block truncate hover:underline">
          <span className="font-medium">{type}</span>
          {message !== '' && <span className="text-muted">: {message}</span>}
        </AppLink>
        <span className="flex items-center gap-2 text-faint text-xs">
          {isNew && (
            <span className="sm:hidden">
              <Badge tone="fault">new</Badge>
            </span>
          )}
          {issue.class !== 'error' && <Badge tone="fault">{resultWords(issue.class).label}</Badge>}
          {issue.state !== 'active' && <Badge>{issue.state}</Badge>}
          {issue.reopenedAtMs !== null && <Badge tone="error">reopened</Badge>}
          <span className="truncate font-mono">{issue.frame}</span>
        </span>
      </th>
      <td className={classNames(cell, 'max-sm:hidden')}>
        <FunctionNames issue={issue} />
      </td>
      <td className={classNames(cell, 'max-sm:hidden')}>
        <Sparkline
          values={issue.trend.map(([, value]) => value)}
          isCut={issue.isCut}
          label={`Occurrences of ${type} over time`}
        />
      </td>
      <td className={classNames(cell, 'figures text-right font-medium')} title={exactCount(count, isPartial)}>
        {isPartial && '≥ '}
        {formatCount(count)}
      </td>
      <td className={classNames(cell, 'max-sm:hidden')}>
        <span className="flex items-center gap-2 whitespace-nowrap">
          <RelativeTime atMs={firstSeenMs} />
          {isNew && <Badge tone="fault">new</Badge>}
        </span>
      </td>
      <td className={classNames(cell, 'whitespace-nowrap text-muted')}>
        <RelativeTime atMs={lastSeenMs} />
      </td>
    </tr>
  )
})

function FunctionNames({ issue: { functions, functionCount } }: { issue: IssueItem }) {
  const placeWords = usePlaceWords()
  const [first, ...others] = functions
  if (first === undefined) return <span className="text-faint">—</span>
  const { functionName, accountId, region } = first
  const names = others.map((fn) => fn.functionName).join(', ')
  return (
    <>
      <AppLink
        to={functionPath({ name: functionName })}
        params={{ accountId, region }}
        title={`${functionName} · ${region} · ${accountId}`}
        className="block truncate hover:underline"
      >
        {functionName}
      </AppLink>
      <span className="block truncate text-faint text-xs" title={names}>
        {functionCount > 1 ? `and ${functionCount - 1} more` : (placeWords(first) ?? region)}
      </span>
    </>
  )
}

function exactCount(count: number, isPartial: boolean): string {
  return isPartial ? `${count} were read; log lines of a part of this window are not` : String(count)
}

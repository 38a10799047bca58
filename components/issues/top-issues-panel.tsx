'use client'

import { useQuery } from '@tanstack/react-query'
import { IssueList } from '@/components/issues/issue-list'
import { AppLink } from '@/components/ui/app-link'
import { NothingLine } from '@/components/ui/nothing-found'
import { Panel } from '@/components/ui/panel'
import type { FunctionRef } from '@/lib/client/function-ref'
import { topIssuesOptions } from '@/lib/client/issues-options'
import { oneFunction } from '@/lib/client/one-function'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { ListIssuesResponse } from '@/lib/contracts/issues'

type Props = {
  fn: FunctionRef
  /** issues null: they cannot be told of the qualifier, which the API says why. */
  initial: { key: string; qualifier: string | null; issues: ListIssuesResponse | null }
}

/** What the function failed of most in the window. */
export function TopIssuesPanel({ fn, initial }: Props) {
  const { range } = useRange()
  const { params } = useViewParams()
  const refetchInterval = useRefetchInterval()
  const qualifier = params.get('qualifier')
  const isFirst = initial.key === rangeKey(range) && initial.qualifier === qualifier
  const { data, error, isPlaceholderData } = useQuery({
    ...topIssuesOptions(fn, range, qualifier),
    initialData: (isFirst ? initial.issues : null) ?? undefined,
    refetchInterval,
  })
  return (
    <Panel
      title="Top issues"
      help="Failed invocations by error type, message shape and top frame, active issues only. From log lines."
    >
      {data === undefined ? (
        <p className="min-h-9 px-3 pb-3 text-muted text-sm">{error?.message ?? 'Loading'}</p>
      ) : data.items.length === 0 ? (
        <NothingLine what="No active issue was seen" read={data.read} source="logs" />
      ) : (
        <IssueList issues={data.items} isStale={isPlaceholderData} />
      )}
      <AppLink
        to="/issues"
        params={{ ...oneFunction(fn), qualifier: data === undefined ? null : qualifier }}
        className="block border-t px-3 py-2 text-accent text-xs hover:underline"
      >
        {data === undefined || qualifier === null
          ? 'All issues of this function'
          : `All issues of ${fn.name}:${qualifier}`}
      </AppLink>
    </Panel>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartPanel } from '@/components/charts/chart-panel'
import { FirstBadPanel } from '@/components/issues/first-bad-panel'
import { IssueActions } from '@/components/issues/issue-actions'
import { IssueConsole } from '@/components/issues/issue-console'
import { IssuePlaces } from '@/components/issues/issue-places'
import { IssueSamples } from '@/components/issues/issue-samples'
import { IssueStack } from '@/components/issues/issue-stack'
import { IssueTiles } from '@/components/issues/issue-tiles'
import { prepareIssueChart } from '@/components/issues/prepare-issue-chart'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { ResultMark } from '@/components/ui/result-mark'
import type { ChangesOf } from '@/lib/client/change-marks-options'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { issueInvocations } from '@/lib/client/issue-invocations'
import { issueMessage } from '@/lib/client/issue-message'
import { issueOptions } from '@/lib/client/issues-options'
import { useGo } from '@/lib/client/navigation'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval } from '@/lib/client/view-params'
import type { IssueDetail } from '@/lib/contracts/issues'

/** One issue: since when, since which version, where, and examples. */
export function IssueScreen({ id, initial }: { id: string; initial: { key: string; issue: IssueDetail } }) {
  const { range, setRange } = useRange()
  const { zone } = useClock()
  const refetchInterval = useRefetchInterval()
  const go = useGo()
  const query = useQuery({
    ...issueOptions(id, range),
    initialData: initial.key === rangeKey(range) ? initial.issue : undefined,
    refetchInterval,
  })
  const issue = query.data ?? initial.issue
  const spec = useMemo(() => prepareIssueChart(issue, zone), [issue, zone])
  const [only, ...others] = issue.functions
  // The title holds for any range, the figures of the first range for no other.
  const isFailed = query.error !== null && query.data === undefined
  const message = issueMessage(issue)
  const showBucket = (fromMs: number, toMs: number) => {
    // Invocations are listed by function: of several, this page tells where and which in that stretch.
    if (only === undefined || others.length > 0) return setRange({ fromMs, toMs })
    const { to, params } = issueInvocations(issue, only, { window: `${fromMs}-${toMs}` })
    go(to, params)
  }
  const isStale = query.isPlaceholderData
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            <ResultMark result={issue.class} />
            <IssueActions issue={issue} />
            <IssueConsole issue={issue} />
          </>
        }
      >
        <span className="font-semibold">{issue.type}</span>
        {message !== '' && <span className="font-normal text-muted">: {message}</span>}
      </PageTitle>
      {issue.frame !== null && <p className="-mt-2 break-all font-mono text-muted text-xs">{issue.frame}</p>}
      {isFailed ? (
        <QueryError error={query.error} onRetry={query.refetch} />
      ) : (
        <div className={classNames('flex flex-col gap-4', isStale && 'stale')}>
          <IssueTiles issue={issue} />
          <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
            <ChartPanel
              spec={spec}
              sync="issue"
              stale={isStale}
              onZoom={(fromMs, toMs) => setRange({ fromMs, toMs })}
              onBucket={showBucket}
              leadsTo={others.length === 0 ? 'Show invocations' : undefined}
              changesOf={changesOfIssue(issue)}
            />
            <FirstBadPanel issue={issue} />
          </div>
          <IssuePlaces issue={issue} />
          <IssueStack issue={issue} />
          <IssueSamples issue={issue} />
        </div>
      )}
    </div>
  )
}

/** More names than this make a URL too long. */
const MOST_NAMES = 50

/** Of the functions that fail with it, or of all where it was seen when these are too many to name. */
function changesOfIssue({ places }: IssueDetail): ChangesOf {
  const names = [...new Set(places.map(({ functionName }) => functionName))]
  const found = new Map(places.map(({ accountId, region }) => [`${accountId}/${region}`, { accountId, region }]))
  return { names: names.length > MOST_NAMES ? [] : names, places: [...found.values()] }
}

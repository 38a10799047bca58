'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { ConfigurationPanel } from '@/components/functions/configuration-panel'
import { SummaryCharts } from '@/components/functions/summary-charts'
import { SummaryTiles } from '@/components/functions/summary-tiles'
import { QueryError } from '@/components/ui/query-error'
import { metricsOptions } from '@/lib/client/metrics-options'
import { usePublishCoverage } from '@/lib/client/page-coverage'
import { rangeKey } from '@/lib/client/range-param'
import { summaryOptions } from '@/lib/client/summary-options'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import type { MetricsResponse } from '@/lib/contracts/metrics'
import type { SummaryResponse } from '@/lib/contracts/summary'

type Props = {
  detail: FunctionDetail
  /** What the server answered for the range and qualifier of the first paint. */
  initial: { key: string; qualifier: string | null; summary: SummaryResponse; metrics: MetricsResponse }
  /** Its slowest and dearest invocations, and what it failed of. */
  below: ReactNode
}

/** What the function did in the window, and how it is set up. */
export function FunctionSummary({ detail, initial, below }: Props) {
  const { range } = useRange()
  const { params } = useViewParams()
  const refetchInterval = useRefetchInterval()
  const qualifier = params.get('qualifier')
  const { name, accountId, region } = detail
  const fn = useMemo(() => ({ name, accountId, region }), [name, accountId, region])
  const isFirst = initial.key === rangeKey(range) && initial.qualifier === qualifier
  const summary = useQuery({
    ...summaryOptions(fn, range, qualifier),
    initialData: isFirst ? initial.summary : undefined,
    refetchInterval,
  })
  const metrics = useQuery({
    ...metricsOptions(fn, range, qualifier),
    initialData: isFirst ? initial.metrics : undefined,
    refetchInterval,
  })
  const subject = qualifier === null ? name : `${name}:${qualifier}`
  usePublishCoverage(subject, summary.data?.coverage)
  return (
    <div className="flex flex-col gap-4">
      {summary.data ? (
        <SummaryTiles detail={detail} qualifier={qualifier} summary={summary.data} stale={summary.isPlaceholderData} />
      ) : (
        summary.error && <QueryError error={summary.error} onRetry={summary.refetch} />
      )}
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 flex-col gap-4">
          {metrics.data ? (
            <SummaryCharts
              subject={subject}
              detail={detail}
              metrics={metrics.data}
              summary={summary.data}
              stale={metrics.isPlaceholderData}
            />
          ) : (
            metrics.error && <QueryError error={metrics.error} onRetry={metrics.refetch} />
          )}
          {below}
        </div>
        <ConfigurationPanel detail={detail} qualifier={qualifier} />
      </div>
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ColdStartPanel } from '@/components/performance/cold-start-panel'
import { HeatMapPanel } from '@/components/performance/heat-map-panel'
import { MemoryPanel } from '@/components/performance/memory-panel'
import { MemoryGroupsPanel, TimeoutPanel, VersionPanel } from '@/components/performance/spread-panels'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { performanceOptions } from '@/lib/client/performance-options'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { PerformanceResponse } from '@/lib/contracts/performance'
import { describePartlyRead } from '@/lib/domain/read-extent'

type Props = { fn: FunctionRef; initial: { key: string; qualifier: string | null; data: PerformanceResponse } }

/** Why a function is slow, for which calls, and what would make it faster or cheaper. */
export function PerformanceScreen({ fn, initial }: Props) {
  const { range } = useRange()
  const { params } = useViewParams()
  const refetchInterval = useRefetchInterval()
  const qualifier = params.get('qualifier')
  const isFirst = initial.key === rangeKey(range) && initial.qualifier === qualifier
  const query = useQuery({
    ...performanceOptions(fn, range, qualifier),
    initialData: isFirst ? initial.data : undefined,
    refetchInterval,
  })
  const { data } = query
  const { name, accountId, region } = fn
  const place = useMemo(() => ({ accountId, region, qualifier }), [accountId, region, qualifier])
  const path = functionPath({ name })
  if (data === undefined) {
    return query.error ? (
      <QueryError error={query.error} onRetry={query.refetch} />
    ) : (
      <div className="skeleton h-[640px]" />
    )
  }
  if (data.reason !== null || data.heat === null) {
    return (
      <Notice
        kind={data.refusal === null ? 'info' : 'denied'}
        title="Durations of single invocations are not known here"
        className="rounded border"
      >
        {data.reason ?? 'No log line of this window is read.'}
      </Notice>
    )
  }
  const { bands, columns } = data.heat
  const linkOf = (column: number, band: number) => {
    const from = bands[band]?.fromMs ?? null
    return {
      to: `${path}/invocations`,
      params: {
        ...place,
        // What of the first and last column is not in the window is not counted in it.
        window: `${Math.max(data.fromMs, columns[column]?.fromMs ?? 0)}-${Math.min(data.toMs, columns[column]?.toMs ?? data.toMs)}`,
        minDurationMs: from === null ? null : String(from),
        maxDurationMs: String(bands[band]?.toMs),
      },
    }
  }
  return (
    <div className={classNames('flex flex-col gap-4', query.isPlaceholderData && 'stale')}>
      {!data.isWhole && (
        <p
          role="status"
          className="rounded-(--radius) border border-l-4 border-l-error bg-error-soft px-3 py-2 text-sm"
        >
          {describePartlyRead(data.refusal)} Hatched columns are not known.
        </p>
      )}
      <HeatMapPanel
        subject={qualifier === null ? name : `${name}:${qualifier}`}
        heat={data.heat}
        isWhole={data.isWhole}
        linkOf={linkOf}
        changesOf={{ names: [name], places: [{ accountId, region }] }}
      />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <VersionPanel data={data} path={path} place={place} />
        <TimeoutPanel data={data} path={path} place={place} />
      </div>
      <MemoryGroupsPanel data={data} path={path} place={place} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        {data.coldStarts !== null && <ColdStartPanel ledger={data.coldStarts} path={path} place={place} />}
        <MemoryPanel advice={data.memory} />
      </div>
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { describeListed, describePoints } from '@/components/traces/describe-points'
import type { ScatterColumns } from '@/components/traces/prepare-scatter'
import { TraceScatter } from '@/components/traces/trace-scatter'
import { statusOf } from '@/components/traces/trace-status'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { tracePointsOptions } from '@/lib/client/trace-groups-options'
import type { TracesChoice } from '@/lib/client/traces-options'
import type { TraceItem } from '@/lib/contracts/traces'

type Props = {
  choice: TracesChoice
  items: readonly TraceItem[]
  window: { from: number; to: number }
  refetchInterval: number | false
  /** What stands around it is dimmed already. */
  isStale: boolean
}

/** The newest 20,000 traces; until they are there, those of the list. */
export function TracesScatter({ choice, items, window, refetchInterval, isStale }: Props) {
  const { zone } = useClock()
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...tracePointsOptions(choice), refetchInterval })
  const listed = useMemo(() => columnsOf(items), [items])
  const note = useMemo(() => (data === undefined ? null : describePoints(data, zone)), [data, zone])
  const { from, to } = data?.window ?? window
  const isFailed = error !== null && data === undefined
  return (
    <div className={classNames(isPlaceholderData && !isStale && 'stale')}>
      <TraceScatter
        columns={data ?? listed}
        fromMs={from}
        toMs={to}
        wholeFromMs={data?.fromMs ?? from}
        filter={choice.filter}
        note={isFailed ? describeListed(items.length) : note}
        onRetry={isFailed ? refetch : null}
      />
    </div>
  )
}

function columnsOf(items: readonly TraceItem[]): ScatterColumns {
  return {
    ids: items.map(({ id }) => id),
    startsMs: items.map(({ startMs }) => startMs),
    durationsMs: items.map(({ durationMs }) => durationMs),
    statuses: items.map((item) => statusOf(item)[0]).join(''),
  }
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { ChartPanel } from '@/components/charts/chart-panel'
import type { ChartSpec } from '@/components/charts/chart-spec'
import { prepareFleetCharts } from '@/components/charts/prepare-fleet-charts'
import { FleetTiles } from '@/components/overview/fleet-tiles'
import { MoversPanel, weeksBefore, whenBefore } from '@/components/overview/movers-panel'
import { PoolsPanel } from '@/components/overview/pools-panel'
import { stretchOrder } from '@/components/overview/stretch-order'
import { EmptyScope } from '@/components/ui/empty-scope'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { useGo } from '@/lib/client/navigation'
import { overviewKey, overviewOptions } from '@/lib/client/overview-options'
import { readSeries } from '@/lib/client/shown-param'
import { useRange, useRefetchInterval, useScope, useViewParams } from '@/lib/client/view-params'
import type { OverviewResponse } from '@/lib/contracts/overview'
import { formatWindow } from '@/lib/domain/format-window'

type Props = {
  initial: { key: string; overview: OverviewResponse }
  /** What stands there when nothing has been pulled yet. */
  whenNothing: ReactNode
  /** What has begun to fail. */
  newIssues: ReactNode
  recentChanges: ReactNode
}

/** Is everything well, and if not, where? */
export function OverviewScreen({ initial, whenNothing, newIssues, recentChanges }: Props) {
  const { range } = useRange()
  const { scope } = useScope()
  const refetchInterval = useRefetchInterval()
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...overviewOptions(range, scope),
    initialData: initial.key === overviewKey(range, scope) ? initial.overview : undefined,
    refetchInterval,
  })
  if (data?.functions === 0 && scope.length === 0) return <>{whenNothing}</>
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            {data && <Compared overview={data} />}
            <OpenInAws page="dashboard" />
          </>
        }
      >
        Overview
      </PageTitle>
      {data?.functions === 0 ? (
        <EmptyScope title="No function is known in this scope" path="/overview" />
      ) : data ? (
        <div className={classNames('flex flex-col gap-4', isPlaceholderData && 'stale')}>
          <FleetTiles overview={data} />
          <FleetCharts overview={data} stale={isPlaceholderData} />
          <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
            <div className="flex min-w-0 flex-col gap-4">
              <MoversPanel overview={data} />
              {recentChanges}
            </div>
            <aside aria-label="Beside" className="flex min-w-0 flex-col gap-4">
              {newIssues}
              <PoolsPanel pools={data.pools} />
            </aside>
          </div>
        </div>
      ) : (
        error && <QueryError error={error} onRetry={refetch} />
      )}
    </div>
  )
}

/**
 * The window is told because a range of half a day and more begins with a whole hour; it moves each minute, which is not
 * spoken.
 */
function Compared({ overview }: { overview: OverviewResponse }) {
  const { fromMs, toMs, countedFromMs, countedToMs, comparedWith, functions, known } = overview
  const { zone } = useClock()
  return (
    <p className="text-muted text-sm">
      {formatWindow({ fromMs: countedFromMs < toMs ? countedFromMs : fromMs, toMs: Math.min(toMs, countedToMs) }, zone)}{' '}
      ·{' '}
      <span role="status">
        {known === functions ? `${functions} functions` : `${known} of ${functions} functions are known`}
      </span>
      {comparedWith !== null && ` · compared with the figures ${whenBefore({ fromMs, comparedWith })}`}
    </p>
  )
}

function FleetCharts({ overview, stale }: { overview: OverviewResponse; stale: boolean }) {
  const { zone } = useClock()
  const { setRange } = useRange()
  const { scope } = useScope()
  const { params } = useViewParams()
  const go = useGo()
  const weeks = weeksBefore(overview)
  const beforeLabel = weeks === null ? 'The window before' : `${weeks.replace('a ', 'A ')} before`
  const specs = useMemo(() => prepareFleetCharts(overview, { beforeLabel, zone }), [overview, beforeLabel, zone])
  const showFunctions = (spec: ChartSpec) => (fromMs: number, toMs: number) => {
    const sort = stretchOrder(spec, readSeries(params, spec.id), { fromMs, toMs })
    const window = { range: null, from: String(fromMs), to: String(toMs) }
    go('/functions', { ...window, sort })
  }
  return (
    <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
      {specs.map((spec) => (
        <ChartPanel
          key={spec.id}
          spec={spec}
          sync="overview"
          stale={stale}
          onZoom={(fromMs, toMs) => setRange({ fromMs, toMs })}
          onBucket={showFunctions(spec)}
          leadsTo="Show functions"
          changesOf={{ names: [], places: scope }}
        />
      ))}
    </div>
  )
}

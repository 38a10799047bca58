'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartPanel } from '@/components/charts/chart-panel'
import { ConcurrencyTiles } from '@/components/concurrency/concurrency-tiles'
import { LanesPanel } from '@/components/concurrency/lanes-panel'
import { prepareConcurrencyCharts } from '@/components/concurrency/prepare-concurrency-charts'
import { ProvisionedPanel } from '@/components/concurrency/provisioned-panel'
import { ThrottlePanel } from '@/components/concurrency/throttle-panel'
import { AppLink } from '@/components/ui/app-link'
import { NamesPanel } from '@/components/ui/names-panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { concurrencyOptions, lanesOptions } from '@/lib/client/concurrency-options'
import { describeScaling, SCALING_HELP } from '@/lib/client/describe-scaling'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { useGo } from '@/lib/client/navigation'
import { placeLink } from '@/lib/client/place'
import { rangeKey } from '@/lib/client/range-param'
import { useRange, useRefetchInterval, useScope, useViewParams } from '@/lib/client/view-params'
import type { FunctionConcurrency, LanesResponse } from '@/lib/contracts/concurrency'

type Props = {
  fn: FunctionRef
  initial: { key: string; qualifier: string | null; data: FunctionConcurrency; lanes: LanesResponse }
}

/** Whether a function was throttled, by which limit, and how its execution environments were used. */
export function FunctionConcurrencyScreen({ fn, initial }: Props) {
  const { range, setRange } = useRange()
  const { params } = useViewParams()
  const { scope } = useScope()
  const { zone } = useClock()
  const refetchInterval = useRefetchInterval()
  const go = useGo()
  const qualifier = params.get('qualifier')
  const isFirst = initial.key === rangeKey(range) && initial.qualifier === qualifier
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...concurrencyOptions(fn, range, qualifier),
    initialData: isFirst ? initial.data : undefined,
    refetchInterval,
  })
  const lanes = useQuery({
    ...lanesOptions(fn, range, qualifier),
    initialData: isFirst ? initial.lanes : undefined,
    refetchInterval,
  })
  const { name, accountId, region } = fn
  const subject = qualifier === null ? name : `${name}:${qualifier}`
  const specs = useMemo(
    () => (data === undefined ? [] : prepareConcurrencyCharts(data, subject, zone)),
    [data, subject, zone],
  )
  if (data === undefined)
    return error ? <QueryError error={error} onRetry={refetch} /> : <div className="skeleton h-96" />
  const path = functionPath(fn)
  const place = { accountId, region, qualifier }
  const ledger = placeLink({ accountId, region }, scope)
  const changesOf = { names: [name], places: [{ accountId, region }] }
  const zoom = (fromMs: number, toMs: number) => setRange({ fromMs, toMs })
  const showBucket = (fromMs: number, toMs: number) =>
    go(`${path}/invocations`, { ...place, window: `${fromMs}-${toMs}` })
  return (
    <div className="flex flex-col gap-4">
      <ConcurrencyTiles data={data} stale={isPlaceholderData} path={path} place={place} ledger={ledger} />
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2 md:[&>:last-child:nth-child(odd)]:col-span-2">
        {specs.map((spec) => (
          <ChartPanel
            key={spec.id}
            spec={spec}
            sync="concurrency"
            stale={isPlaceholderData}
            onZoom={zoom}
            // What was refused is no invocation: why it was stands below, of the stretch that is chosen.
            {...(spec.id === 'throttled' ? { onBucket: zoom } : { onBucket: showBucket, leadsTo: 'Show invocations' })}
            changesOf={changesOf}
          />
        ))}
      </div>
      <div className={classNames('grid grid-cols-1 items-start gap-4 xl:grid-cols-2', isPlaceholderData && 'stale')}>
        <ThrottlePanel data={data} ledger={ledger} />
        <ProvisionedPanel
          provisioned={data.provisioned}
          settingsRead={data.settingsRead}
          path={path}
          place={{ accountId, region }}
        />
        {data.scaling !== null && (
          <NamesPanel
            title="Managed instances"
            help={SCALING_HELP}
            names={describeScaling(data.scaling)}
            whenNone="none"
            whenUnknown={
              <>
                not known: not read yet, or refused, which{' '}
                <AppLink
                  to={`${path}/configuration`}
                  params={{ accountId, region }}
                  className="text-accent hover:underline"
                >
                  Configuration
                </AppLink>{' '}
                tells
              </>
            }
            note={null}
          />
        )}
      </div>
      {lanes.data ? (
        <LanesPanel lanes={lanes.data} stale={lanes.isPlaceholderData} changesOf={changesOf} />
      ) : (
        lanes.error && <QueryError error={lanes.error} onRetry={lanes.refetch} />
      )}
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { ChartPanel } from '@/components/charts/chart-panel'
import { HoldersPanel } from '@/components/concurrency/holders-panel'
import { HoldingsPanel } from '@/components/concurrency/holdings-panel'
import { LedgerBar } from '@/components/concurrency/ledger-bar'
import { PlannerPanel } from '@/components/concurrency/planner-panel'
import { prepareLedgerChart } from '@/components/concurrency/prepare-ledger-chart'
import { readAt } from '@/components/concurrency/read-ledger-choice'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { ledgerKey, ledgerOptions } from '@/lib/client/ledger-options'
import { inScope, type Place, readPlace, scopeParam } from '@/lib/client/place'
import { useRange, useRefetchInterval, useScope, useViewParams } from '@/lib/client/view-params'
import type { HoldersResponse, LedgerResponse, PlanResponse } from '@/lib/contracts/ledger'

type Props = {
  initial: { key: string; data: LedgerResponse; holders?: HoldersResponse; plan?: PlanResponse; planText: string }
  whenNothing: ReactNode
}

/** Who eats the pool: what is claimed of the limit over time, who held it in one minute, and what another plan would do. */
export function AccountConcurrencyScreen({ initial, whenNothing }: Props) {
  const { range, setRange } = useRange()
  const { params, set } = useViewParams()
  const { scope } = useScope()
  const { zone } = useClock()
  const refetchInterval = useRefetchInterval()
  const text = params.toString()
  const asked = useMemo(() => readPlace(new URLSearchParams(text)), [text])
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...ledgerOptions(asked, range),
    initialData: initial.key === ledgerKey(asked, range) ? initial.data : undefined,
    refetchInterval,
  })
  const spec = useMemo(() => (data === undefined ? null : prepareLedgerChart(data, zone)), [data, zone])
  if (data === undefined || spec === null) {
    return error ? <QueryError error={error} onRetry={refetch} /> : <div className="skeleton h-96" />
  }
  const { place } = data
  if (place === null) return whenNothing
  const places = data.places.filter((one) => inScope(scope, one))
  const atMs = readAt(new URLSearchParams(text), data)
  const showBucket = (fromMs: number) => {
    const index = data.atMs.indexOf(fromMs)
    set({ at: String(data.peakAtMs[index] ?? fromMs) })
  }
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            {places.length > 1 && (
              <PlacePicker
                place={place}
                places={places}
                onChoose={(next) => set({ place: next, at: null, plan: null })}
              />
            )}
            <OpenInAws page="concurrency" />
          </>
        }
      >
        Concurrency
      </PageTitle>
      <div className={classNames('flex flex-col gap-4', isPlaceholderData && 'stale')}>
        <LedgerBar data={data} />
        <ChartPanel
          spec={spec}
          sync="ledger"
          stale={false}
          onZoom={(fromMs, toMs) => setRange({ fromMs, toMs })}
          onBucket={showBucket}
          changesOf={{ names: [], places: [place] }}
        />
      </div>
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        {atMs !== null && <HoldersPanel place={place} atMs={atMs} limit={data.limit} initial={initial.holders} />}
        <HoldingsPanel functions={data.functions} unread={data.unreadFunctions} place={place} />
      </div>
      <PlannerPanel place={place} initial={initial.plan} initialPlan={initial.planText} />
    </div>
  )
}

type PickerProps = { place: Place; places: readonly Place[]; onChoose(place: string): void }

function PlacePicker({ place, places, onChoose }: PickerProps) {
  return (
    <select
      aria-label="Account and region"
      value={scopeParam([place])}
      onChange={(event) => onChoose(event.target.value)}
      className="figures h-8 rounded-(--radius) border border-line-strong bg-surface px-2 text-sm"
    >
      {places.map(({ accountId, region }) => (
        <option key={`${accountId}/${region}`} value={`${accountId}/${region}`}>
          {accountId} · {region}
        </option>
      ))}
    </select>
  )
}

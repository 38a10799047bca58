'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartPanel } from '@/components/charts/chart-panel'
import { CostGroups } from '@/components/cost/cost-groups'
import { CostTiles } from '@/components/cost/cost-tiles'
import { GroupPicker } from '@/components/cost/group-picker'
import { MonthsPanel } from '@/components/cost/months-panel'
import { prepareCostChart } from '@/components/cost/prepare-cost-chart'
import { SavingsPanel } from '@/components/cost/savings-panel'
import { AppLink } from '@/components/ui/app-link'
import { buttonClass } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { costKey, costOptions, readCostChoice } from '@/lib/client/cost-options'
import { useLive, useRange, useViewParams } from '@/lib/client/view-params'
import type { CostResponse } from '@/lib/contracts/cost'
import { formatWindow } from '@/lib/domain/format-window'
import { describeExtent, describeRefusal, judgeExtent, NOTHING_READ } from '@/lib/domain/read-extent'

const REFRESH_MS = 60_000

/** What the functions cost, why, and where some of it could be spared. */
export function CostScreen({ initial }: { initial: { key: string; cost: CostResponse } }) {
  const { params, set } = useViewParams()
  const { setRange } = useRange()
  const { live } = useLive()
  const { zone } = useClock()
  const text = params.toString()
  const choice = useMemo(() => readCostChoice(new URLSearchParams(text)), [text])
  const query = useQuery({
    ...costOptions(choice),
    initialData: initial.key === costKey(choice) ? initial.cost : undefined,
    refetchInterval: live ? REFRESH_MS : false,
  })
  const cost = query.data ?? initial.cost
  const by = choice.groupBy.replace(/^tag:/, 'tag ')
  const spec = useMemo(() => prepareCostChart(cost, by, zone), [cost, by, zone])
  const zoom = (fromMs: number, toMs: number) => setRange({ fromMs, toMs })
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            {!(query.error && !query.data) && <Counted cost={cost} zone={zone} />}
            <OpenInAws page="cost" />
          </>
        }
      >
        Cost
      </PageTitle>
      <GroupPicker
        groupBy={choice.groupBy}
        tagKeys={cost.tagKeys}
        onChange={(groupBy) => set({ groupBy: groupBy === 'function' ? null : groupBy })}
      />
      {query.error && !query.data ? (
        <QueryError error={query.error} onRetry={query.refetch} />
      ) : cost.countedFromMs === null ? (
        <NothingRead cost={cost} />
      ) : (
        <div className={classNames('flex flex-col gap-4', query.isPlaceholderData && 'stale')}>
          <CostTiles cost={cost} groupBy={choice.groupBy} />
          <ChartPanel
            spec={spec}
            sync="cost"
            stale={query.isPlaceholderData}
            onZoom={zoom}
            onBucket={zoom}
            changesOf={{ names: [], places: choice.scope }}
          />
          <div className="grid grid-cols-1 items-start gap-4 2xl:grid-cols-[minmax(0,1fr)_360px]">
            <CostGroups cost={cost} by={by} />
            <SavingsPanel cost={cost} />
          </div>
          <MonthsPanel months={cost.months} zone={zone} />
        </div>
      )}
    </div>
  )
}

function NothingRead({ cost: { refusal, isBeyond } }: { cost: CostResponse }) {
  const read = { ...NOTHING_READ, isBeyond, refusal: refusal ?? undefined }
  const kind = judgeExtent(read)
  return (
    <Notice
      kind={kind === 'refused' ? 'denied' : kind === 'beyond' ? 'empty' : 'waiting'}
      title="What this window cost is not known"
      actions={
        <AppLink to="/sync" className={buttonClass('secondary')}>
          See how far back log lines go
        </AppLink>
      }
    >
      Only log lines tell what is billed. {describeExtent(read, 'logs')}
    </Notice>
  )
}

/** The window moves each minute, which is not spoken. */
function Counted({ cost, zone }: { cost: CostResponse; zone: string }) {
  const { fromMs, toMs, countedFromMs, countedToMs, partlyRead, refusal, functions } = cost
  const from = countedFromMs !== null && countedFromMs > fromMs ? countedFromMs : fromMs
  const window = formatWindow({ fromMs: from, toMs: Math.min(toMs, countedToMs) }, zone)
  return (
    <p className="figures whitespace-normal! text-muted text-sm">
      {window}
      <span role="status">
        {partlyRead > 0 && ` · log lines of ${partlyRead} of ${functions} functions are read in part`}
        {partlyRead > 0 && refusal !== null && `. ${describeRefusal(refusal)}`}
      </span>
    </p>
  )
}

'use client'

import { useMemo } from 'react'
import { ChartPanel } from '@/components/charts/chart-panel'
import { prepareFunctionCharts } from '@/components/charts/prepare-function-charts'
import { limitLines } from '@/components/functions/limit-lines'
import { stretchLink } from '@/components/functions/stretch-link'
import { useClock } from '@/lib/client/clock'
import { functionPath } from '@/lib/client/function-ref'
import { useGo } from '@/lib/client/navigation'
import { readSeries } from '@/lib/client/shown-param'
import { useRange, useViewParams } from '@/lib/client/view-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import type { MetricsResponse } from '@/lib/contracts/metrics'
import type { SummaryResponse } from '@/lib/contracts/summary'

type Props = {
  subject: string
  detail: FunctionDetail
  metrics: MetricsResponse
  summary: SummaryResponse | undefined
  stale: boolean
}

export function SummaryCharts({ subject, detail, metrics, summary, stale }: Props) {
  const { zone } = useClock()
  const { setRange } = useRange()
  const { params } = useViewParams()
  const go = useGo()
  const qualifier = params.get('qualifier')
  const specs = useMemo(
    () =>
      prepareFunctionCharts(metrics, {
        subject,
        limits: limitLines(summary, detail, qualifier),
        zone,
        gapReasons: { metrics: explain(summary, 'metrics'), logs: explain(summary, 'logs') },
      }),
    [metrics, subject, detail, qualifier, zone, summary],
  )
  const changesOf = { names: [detail.name], places: [{ accountId: detail.accountId, region: detail.region }] }
  const linkOf = (id: string, fromMs: number, toMs: number) =>
    stretchLink({ id, shown: readSeries(params, id), fromMs, toMs })
  const showBucket = (id: string) => (fromMs: number, toMs: number) => {
    const { accountId, region } = detail
    const link = linkOf(id, fromMs, toMs)
    const place = { accountId, region, qualifier: params.get('qualifier') }
    go(`${functionPath(detail)}${link.rest}`, { ...place, ...link.params })
  }
  return (
    <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
      {specs.map((spec) => (
        <ChartPanel
          key={spec.id}
          spec={spec}
          sync="function"
          stale={stale}
          onZoom={(fromMs, toMs) => setRange({ fromMs, toMs })}
          onBucket={showBucket(spec.id)}
          leadsTo={linkOf(spec.id, spec.fromMs, spec.toMs).leadsTo}
          changesOf={changesOf}
        />
      ))}
    </div>
  )
}

function explain(summary: SummaryResponse | undefined, source: 'metrics' | 'logs'): string {
  const reason = summary?.coverage.reasons.find((one) => one.source === source)
  return reason?.message ?? 'No answer covers this time.'
}

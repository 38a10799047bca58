'use client'

import { lazy, Suspense, useState } from 'react'
import { CHART_HEIGHT, PLOT_BOTTOM, PLOT_LEFT, PLOT_RIGHT } from '@/components/charts/chart-height'
import { ChartLegend } from '@/components/charts/chart-legend'
import type { ChartSpec } from '@/components/charts/chart-spec'
import { DataSwitch } from '@/components/charts/data-switch'
import { FlagRail } from '@/components/charts/flag-rail'
import { tableOfChart } from '@/components/charts/table-of-chart'
import type { ChosenWindow } from '@/components/charts/use-drag-selection'
import { useKeyedChart } from '@/components/charts/use-keyed-chart'
import { useLegend } from '@/components/charts/use-legend'
import { useShownData } from '@/components/charts/use-shown-data'
import { HelpMark } from '@/components/ui/help-mark'
import type { ChangesOf } from '@/lib/client/change-marks-options'
import { classNames } from '@/lib/client/class-names'
import { useStableHandler } from '@/lib/client/use-stable-handler'

const BrushMenu = lazy(() => import('@/components/charts/brush-menu'))
const ChartDataTable = lazy(() => import('@/components/charts/chart-data-table'))

type Props = {
  spec: ChartSpec
  /** Charts of one sync share crosshair and tooltip. */
  sync: string
  stale: boolean
  onZoom(fromMs: number, toMs: number): void
  onBucket(fromMs: number, toMs: number): void
  /** What a stretch leads to through onBucket, as a verb: a drag asks whether to go there or to zoom. Without it a drag zooms. */
  leadsTo?: string
  /** Whose changes stand as flags over it. */
  changesOf: ChangesOf
}

const PLOT = { left: PLOT_LEFT, right: PLOT_RIGHT, bottom: PLOT_BOTTOM }

const SKELETON = <div className="skeleton mx-3 mb-3" style={{ height: CHART_HEIGHT - 12 }} />

const EMPTY = {
  'nothing happened': 'Nothing happened in this window.',
  'nothing where known': 'Nothing happened where this window is known.',
  'not known': 'Nothing is known for this window.',
}

export function ChartPanel({ spec, sync, stale, onZoom, onBucket, leadsTo, changesOf }: Props) {
  const { asTable } = useShownData(spec.id)
  const legend = useLegend(spec)
  const KeyedChart = useKeyedChart()
  const [chosen, setChosen] = useState<ChosenWindow | null>(null)
  const dragged = useStableHandler((next: ChosenWindow | null) => {
    if (next !== null && leadsTo === undefined) onZoom(next.fromMs, next.toMs)
    else setChosen(next)
  })
  const pressed = useStableHandler(onBucket)
  const follow = (where: (fromMs: number, toMs: number) => void) => {
    setChosen(null)
    if (chosen !== null) where(chosen.fromMs, chosen.toMs)
  }
  return (
    <section aria-label={spec.title} className="min-w-0 rounded-(--radius) border bg-surface">
      <header className="flex h-9 items-center gap-2 px-3 pt-1">
        <h3 className="truncate font-medium text-sm">{spec.title}</h3>
        <HelpMark text={spec.help} />
        <div className="ml-auto flex">
          <DataSwitch id={spec.id} title={spec.title} table={() => tableOfChart(spec)} />
        </div>
      </header>
      <ChartLegend spec={spec} legend={legend} />
      <div className={classNames('relative', stale && 'stale')} style={{ height: CHART_HEIGHT }}>
        {asTable ? (
          <Suspense>
            <ChartDataTable spec={spec} onBucket={onBucket} />
          </Suspense>
        ) : spec.empty === 'not known' ? (
          <div className="hatch mx-3 grid h-[calc(100%-12px)] place-items-center rounded">
            <p className="max-w-80 rounded bg-surface px-3 py-1.5 text-center text-muted text-xs">
              {EMPTY['not known']} {spec.gapReason}
            </p>
          </div>
        ) : (
          <>
            {KeyedChart === null ? (
              SKELETON
            ) : (
              <KeyedChart
                spec={spec}
                sync={sync}
                hidden={legend.hidden}
                chosen={chosen}
                onDragged={dragged}
                onBucket={pressed}
              />
            )}
            {chosen !== null && leadsTo !== undefined && (
              <Suspense>
                <BrushMenu
                  at={((chosen.fromMs + chosen.toMs) / 2 - spec.fromMs) / (spec.toMs - spec.fromMs)}
                  leadsTo={leadsTo}
                  onZoom={() => follow(onZoom)}
                  onLead={() => follow(onBucket)}
                  onClose={() => setChosen(null)}
                />
              </Suspense>
            )}
            <FlagRail of={changesOf} fromMs={spec.fromMs} toMs={spec.toMs} inset={PLOT} />
            {spec.empty !== null && (
              <p className="pointer-events-none absolute inset-x-0 top-14 text-center text-faint text-xs">
                {EMPTY[spec.empty]}
              </p>
            )}
          </>
        )}
      </div>
    </section>
  )
}

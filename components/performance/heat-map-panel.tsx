'use client'

import { type MouseEvent, memo, useMemo, useState } from 'react'
import { DataSwitch } from '@/components/charts/data-switch'
import { FlagRail } from '@/components/charts/flag-rail'
import { pickTimeTicks } from '@/components/charts/pick-ticks'
import { useShownData } from '@/components/charts/use-shown-data'
import { type CellLink, HeatMapTable } from '@/components/performance/heat-map-table'
import { bandWords, type HeatPicture, prepareHeatCells, tableOfHeat } from '@/components/performance/prepare-heat-cells'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import type { ChangesOf } from '@/lib/client/change-marks-options'
import { useClock } from '@/lib/client/clock'
import { useGo } from '@/lib/client/navigation'
import type { HeatMap } from '@/lib/contracts/performance'
import { formatAbsoluteTime, formatCount } from '@/lib/domain/format'

/** isWhole: log lines of all of the window are read. */
type Props = { subject: string; heat: HeatMap; isWhole: boolean; linkOf: CellLink; changesOf: ChangesOf }

const ID = 'heat'
const HELP =
  'Invocations by start and Duration, from report lines; darker is more, by the logarithm. A press on a cell lists its invocations.'

/** Time across, Duration up, how many in the shade. A cell leads to its invocations; the table holds the same links. */
export function HeatMapPanel({ subject, heat, isWhole, linkOf, changesOf }: Props) {
  const go = useGo()
  const { zone } = useClock()
  const { asTable } = useShownData(ID)
  const title = `Latency heat map · ${subject}`
  const [at, setAt] = useState<{ column: number; band: number } | null>(null)
  const picture = useMemo(() => prepareHeatCells(heat), [heat])
  const first = heat.columns[0]
  const last = heat.columns.at(-1)
  const placeOf = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    const column = Math.floor(((event.clientX - box.left) / box.width) * heat.columns.length)
    const band = Math.floor((1 - (event.clientY - box.top) / box.height) * heat.bands.length)
    return heat.columns[column] && heat.bands[band] ? { column, band } : null
  }
  const open = (event: MouseEvent) => {
    const place = placeOf(event)
    if (place && (heat.columns[place.column]?.counts?.[place.band] ?? 0) > 0) {
      const { to, params } = linkOf(place.column, place.band)
      go(to, params)
    }
  }
  return (
    <Panel
      title={title}
      help={HELP}
      actions={<DataSwitch id={ID} title={title} picture="picture" table={() => tableOfHeat(heat)} />}
    >
      {heat.bands.length === 0 || !first || !last ? (
        <Notice
          kind={isWhole ? 'empty' : 'waiting'}
          title={isWhole ? 'No invocation ended in this window' : 'No invocation ended in what is read'}
        >
          Widen the range, or choose another qualifier.
        </Notice>
      ) : asTable ? (
        <HeatMapTable heat={heat} linkOf={linkOf} />
      ) : (
        <>
          <p aria-hidden className="figures flex h-5 items-center gap-2 overflow-hidden px-3 text-2xs text-muted">
            {at === null ? <Scale most={picture.most} /> : describe(heat, at, zone)}
          </p>
          <div className="relative mt-3 mr-3 mb-7 ml-16 h-60">
            {picture.yTicks.map(({ y, label }) => (
              <div key={label} className="absolute inset-x-0 border-t border-t-grid" style={{ bottom: `${y * 100}%` }}>
                <span className="figures absolute -top-2 right-full pr-2 text-2xs text-faint">{label}</span>
              </div>
            ))}
            {pickTimeTicks(first.fromMs, last.toMs, zone, 8).map(({ at: tick, label }) => (
              <span
                key={tick}
                className="figures -translate-x-1/2 absolute top-full pt-1 text-2xs text-faint"
                style={{ left: `${((tick - first.fromMs) / (last.toMs - first.fromMs)) * 100}%` }}
              >
                {label}
              </span>
            ))}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table holds a link for every cell */}
            <svg
              role="img"
              aria-label={`Durations over time: ${picture.cells.length} cells hold invocations. Show data lists them.`}
              viewBox="0 0 1 1"
              preserveAspectRatio="none"
              className="absolute inset-0 size-full cursor-pointer border-b border-b-line-strong"
              onClick={open}
              onMouseMove={(event) => setAt(placeOf(event))}
              onMouseLeave={() => setAt(null)}
            >
              <Cells picture={picture} />
            </svg>
            {picture.gaps.map(({ x, width }) => (
              <span
                key={x}
                title="Log lines of this time are not read."
                className="hatch absolute inset-y-0"
                style={{ left: `${x * 100}%`, width: `${width * 100}%` }}
              />
            ))}
            <FlagRail of={changesOf} fromMs={first.fromMs} toMs={last.toMs} />
          </div>
        </>
      )}
    </Panel>
  )
}

const Cells = memo(function Cells({ picture }: { picture: HeatPicture }) {
  return picture.cells.map(({ column, band, x, y, width, height, strength }) => (
    <rect
      key={`${column}/${band}`}
      x={x}
      y={1 - y - height}
      // A hair's breadth apart, so that neighbours can be told from one another.
      width={width * 0.94}
      height={height * 0.94}
      fill="var(--series-1)"
      fillOpacity={0.18 + 0.82 * strength}
    />
  ))
})

function Scale({ most }: { most: number }) {
  return (
    <>
      <span>1</span>
      <span className="h-2 w-24 rounded-sm bg-linear-to-r from-[color-mix(in_srgb,var(--series-1)_18%,transparent)] to-(--series-1)" />
      <span>{formatCount(most)} invocations a cell</span>
    </>
  )
}

function describe({ columns, bands, periodMs }: HeatMap, at: { column: number; band: number }, zone: string): string {
  const column = columns[at.column]
  const band = bands[at.band]
  if (!column || !band) return ''
  const count = column.counts?.[at.band]
  const many = count === undefined ? 'not known' : `${formatCount(count)} ${count === 1 ? 'invocation' : 'invocations'}`
  return `${formatAbsoluteTime(column.fromMs, zone)} + ${periodMs / 60_000} min · ${bandWords(band)} · ${many}`
}

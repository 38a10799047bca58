'use client'

import { memo, useMemo, useState } from 'react'
import { DataSwitch } from '@/components/charts/data-switch'
import type { DataTable } from '@/components/charts/data-table'
import { FlagRail } from '@/components/charts/flag-rail'
import { pickTimeTicks } from '@/components/charts/pick-ticks'
import { useShownData } from '@/components/charts/use-shown-data'
import { LanesTable } from '@/components/concurrency/lanes-table'
import { listResults } from '@/components/concurrency/list-results'
import { NothingFound } from '@/components/ui/nothing-found'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import type { ChangesOf } from '@/lib/client/change-marks-options'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { useGo } from '@/lib/client/navigation'
import { resultWords } from '@/lib/client/result-words'
import type { LanesResponse } from '@/lib/contracts/concurrency'
import { type Lane, layoutLanes } from '@/lib/domain/concurrency/layout-lanes'
import { environmentName } from '@/lib/domain/environment-name'
import { formatAbsoluteTime, formatCount, formatDuration } from '@/lib/domain/format'
import { NOTHING_READ } from '@/lib/domain/read-extent'

const ID = 'lanes'
const COLD = 'var(--cold)'
const LANE_PX = 18
const MOST_LANES = 60

type Props = { lanes: LanesResponse; stale: boolean; changesOf: ChangesOf }

/** One lane for each execution environment, with its invocations where they ran. A press on a bar opens its invocation; so do the links of the table. */
export function LanesPanel({ lanes: data, stale, changesOf }: Props) {
  const { asTable } = useShownData(ID)
  const { zone } = useClock()
  const all = useMemo(() => layoutLanes(data.environments, data), [data])
  const shown = all.slice(-MOST_LANES)
  const calls = all.reduce((sum, { bars }) => sum + bars.length, 0)
  const part = [
    data.isWhole
      ? null
      : `The newest ${formatCount(calls)} invocations, since ${formatAbsoluteTime(Math.floor(data.fromMs / 1000) * 1000, zone)}.`,
    all.length > shown.length ? `The newest ${shown.length} of ${all.length} environments are drawn.` : null,
  ].filter((words) => words !== null)
  return (
    <Panel
      title={`Execution environments · ${formatCount(all.length)}`}
      help="One log stream is one execution environment. Bars are invocations, from their START to their REPORT; an Init or Restore Duration stands before. Environments that ran nothing are not seen."
      actions={<DataSwitch id={ID} title="Execution environments" picture="picture" table={() => tableOf(all)} />}
    >
      {data.reason !== null ? (
        <Notice kind="info" title="These invocations cannot be told apart">
          {data.reason}
        </Notice>
      ) : all.length === 0 ? (
        <NothingFound what="No invocation began" read={data.read ?? NOTHING_READ} source="logs">
          Widen the range, or choose another qualifier.
        </NothingFound>
      ) : (
        <div className={classNames(stale && 'stale')}>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 pb-2 text-2xs text-muted">
            <Key color={COLD} label="Init or restore" />
            {listResults(all).map(({ label, color }) => (
              <Key key={label} color={color} label={label} />
            ))}
            {part.length > 0 && <span>{part.join(' ')}</span>}
          </div>
          {asTable ? (
            <LanesTable lanes={all} />
          ) : (
            <Picture lanes={shown} fromMs={data.fromMs} toMs={data.toMs} changesOf={changesOf} />
          )}
        </div>
      )}
    </Panel>
  )
}

/** Every invocation with its environment, by environment and start. */
function tableOf(lanes: readonly Lane[]): DataTable {
  return {
    columns: ['environment', 'version', 'invocation', 'started', 'init or restore (ms)', 'duration (ms)', 'result'],
    rows: lanes.flatMap(({ environment, bars }) =>
      bars.map(({ id, version, startMs, endMs, initMs, result }) => [
        ...[environment, version, id, new Date(startMs).toISOString(), initMs],
        ...[endMs === null ? null : endMs - startMs, result],
      ]),
    ),
  }
}

function Key({ color, label }: { color: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className="size-2 rounded-sm" style={{ background: color }} />
      {label}
    </span>
  )
}

type PictureProps = { lanes: readonly Lane[]; fromMs: number; toMs: number; changesOf: ChangesOf }

function Picture({ lanes, fromMs, toMs, changesOf }: PictureProps) {
  const go = useGo()
  const { zone } = useClock()
  const [pointed, setPointed] = useState<string | null>(null)
  const height = lanes.length * LANE_PX
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section aria-label="Execution environments over time" tabIndex={0} className="max-h-96 overflow-y-auto pb-1">
      <div className="relative mr-3 mb-6 ml-28" style={{ height }}>
        {lanes.map(({ environment }, index) => (
          <div
            key={environment}
            className="absolute inset-x-0 border-t border-t-grid"
            style={{ top: index * LANE_PX, height: LANE_PX }}
          >
            <span
              title={environment}
              className="absolute right-full whitespace-nowrap pr-2 font-mono text-2xs text-faint leading-[18px]"
            >
              {environmentName(environment)}
            </span>
          </div>
        ))}
        {pickTimeTicks(fromMs, toMs, zone, 8).map(({ at, label }) => (
          <span
            key={at}
            className="figures -translate-x-1/2 absolute top-full pt-1 text-2xs text-faint"
            style={{ left: `${((at - fromMs) / (toMs - fromMs)) * 100}%` }}
          >
            {label}
          </span>
        ))}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table leads to every invocation */}
        <svg
          role="img"
          aria-label={`${lanes.length} execution environments and their invocations`}
          className="absolute inset-0 size-full overflow-hidden"
          onClick={(event) => {
            const id = invocationAt(event.target)
            if (id !== null) go(`/invocations/${id}`)
          }}
          onPointerOver={(event) => setPointed(invocationAt(event.target))}
          onPointerLeave={() => setPointed(null)}
        >
          <Bars lanes={lanes} />
          {pointed !== null && <Pointed lanes={lanes} id={pointed} />}
        </svg>
        <FlagRail of={changesOf} fromMs={fromMs} toMs={toMs} />
      </div>
    </section>
  )
}

/* A thousand bars: what they have in common stands on their group, and only the one under the pointer says what it is. */
const Bars = memo(function Bars({ lanes }: { lanes: readonly Lane[] }) {
  const bars = lanes.flatMap((one, lane) => one.bars.map((bar) => ({ bar, lane })))
  const drawn = [
    ...listResults(lanes).map(({ label, color, results }) => ({
      ...{ label, fill: color },
      rects: bars.filter(({ bar }) => results.has(bar.result)).map(whole),
    })),
    { label: 'cold', fill: COLD, rects: bars.filter(({ bar }) => bar.initWidth > 0).map(beginning) },
  ]
  return drawn.map(({ label, fill, rects }) => (
    <g key={label} fill={fill} stroke="transparent" strokeWidth="2" className="cursor-pointer">
      {rects.map(({ id, ...place }) => (
        <rect key={id} data-invocation={id} {...place} />
      ))}
    </g>
  ))
})

/** Lies over the bar under the pointer, as a second look at it would. */
function Pointed({ lanes, id }: { lanes: readonly Lane[]; id: string }) {
  const lane = lanes.findIndex(({ bars }) => bars.some((bar) => bar.id === id))
  const bar = lanes[lane]?.bars.find((one) => one.id === id)
  if (bar === undefined) return null
  const init = bar.initMs === null ? '' : ` · init ${formatDuration(bar.initMs)}`
  const { id: _, ...place } = whole({ bar, lane })
  return (
    <rect {...place} fill="transparent" stroke="var(--text)" className="cursor-pointer" data-invocation={id}>
      <title>
        {`${resultWords(bar.result).label} · ${formatDuration(bar.endMs === null ? null : bar.endMs - bar.startMs)}${init} · version ${bar.version}`}
      </title>
    </rect>
  )
}

function invocationAt(target: EventTarget): string | null {
  return target instanceof Element ? target.getAttribute('data-invocation') : null
}

type Bar = Lane['bars'][number]
type Placed = { bar: Bar; lane: number }

function whole({ bar, lane }: Placed) {
  return { id: bar.id, ...placeOf(bar.x, bar.width, lane) }
}

function beginning({ bar, lane }: Placed) {
  return { id: bar.id, ...placeOf(bar.initX, bar.initWidth, lane) }
}

/** The shortest still leaves a mark that can be pressed. */
function placeOf(x: number, width: number, lane: number) {
  return {
    x: `${(x * 100).toFixed(3)}%`,
    width: `${Math.max(0.12, width * 100).toFixed(3)}%`,
    y: lane * LANE_PX + 4,
    height: LANE_PX - 7,
  }
}

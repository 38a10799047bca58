'use client'

import { heldSince } from '@/components/concurrency/held-since'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { useClock } from '@/lib/client/clock'
import { functionPath } from '@/lib/client/function-ref'
import type { Place } from '@/lib/client/place'
import { useViewParams } from '@/lib/client/view-params'
import type { PlanResponse } from '@/lib/contracts/ledger'
import { formatAbsoluteTime, formatCount } from '@/lib/domain/format'

const TOLERANCE_MS = 30 * 60_000

/** What AWS would say to a plan, and, where it would take it, what that would have throttled last week. */
export function PlanOutcome({ data, place }: { data: PlanResponse; place: Place }) {
  const { refusals } = data
  const { zone } = useClock()
  const unknown = data.pool.minutesOver === null ? null : heldSince(data, zone)
  return (
    <>
      <div role="status" className="px-3 pb-3 text-sm">
        {refusals.length > 0 ? (
          <div className="rounded-(--radius) border border-l-4 border-l-fault bg-fault-soft px-3 py-2">
            <p className="font-semibold text-fault">AWS would refuse this</p>
            <ul>
              {refusals.map((refusal) => (
                <li key={refusal}>{refusal}</li>
              ))}
            </ul>
          </div>
        ) : (
          <div className="rounded-(--radius) border border-l-4 border-l-ok bg-ok-soft px-3 py-2">
            <p className="font-semibold text-ok">AWS would take this</p>
            <p>
              Reserved {formatCount(data.reservedNow)} → {formatCount(data.reservedPlanned)}, unreserved pool{' '}
              {formatCount(data.poolNow)} → {formatCount(data.poolPlanned)} of {formatCount(data.limit)}.
            </p>
          </div>
        )}
        {refusals.length === 0 && <p className="pt-2">{poolWords(data)}</p>}
        {unknown !== null && <p className="text-muted">{unknown}</p>}
      </div>
      {refusals.length === 0 && <Replay data={data} place={place} />}
    </>
  )
}

function Replay({ data, place }: { data: PlanResponse; place: Place }) {
  const { zone } = useClock()
  const { set } = useViewParams()
  return (
    <FigureTable
      label="What would have been throttled last week"
      minWidth={640}
      columns={[
        { label: 'Function' },
        { label: 'Reserved now', number: true },
        { label: 'Planned', number: true },
        { label: 'Known of the week', wideOnly: true, number: true },
        { label: 'Most at once', wideOnly: true, number: true },
        { label: 'Minutes over it', number: true },
        { label: `Worst minute (${zone})`, wideOnly: true },
        { label: 'Throttled as it was', wideOnly: true, number: true },
      ]}
      rows={data.functions.map((one) => ({
        key: one.functionName,
        cells: [
          <AppLink
            key="function"
            to={`${functionPath({ name: one.functionName })}/concurrency`}
            params={{ ...place, range: '7d', from: null, to: null }}
            className="font-medium text-accent hover:underline"
          >
            {one.functionName}
          </AppLink>,
          one.reservedNow === null ? 'none' : formatCount(one.reservedNow),
          one.planned === null ? 'none' : formatCount(one.planned),
          isWhole(one.knownMs, data) ? 'all' : `${hoursOf(one.knownMs)} of ${hoursOf(data.toMs - data.fromMs)} h`,
          formatCount(one.peak),
          formatCount(one.minutesOver),
          one.worstAtMs === null ? (
            '—'
          ) : (
            <button
              key="worst"
              type="button"
              title="Who held the pool in this minute"
              className="hover:underline"
              onClick={() => set({ at: String(one.worstAtMs) })}
            >
              {formatAbsoluteTime(one.worstAtMs, zone)}
            </button>
          ),
          one.throttledMinutes === null ? '—' : `${formatCount(one.throttledMinutes)} min`,
        ],
      }))}
    />
  )
}

function poolWords(data: PlanResponse): string {
  const { knownMs, peak, minutesOver } = data.pool
  if (minutesOver === null) return 'How much of the pool would have been used last week is not known.'
  const known = isWhole(knownMs, data)
    ? 'last week'
    : `the ${hoursOf(knownMs)} of last week’s ${hoursOf(data.toMs - data.fromMs)} hours that are known`
  const most = `In ${known} the pool of ${formatCount(data.poolPlanned)} would have held ${formatCount(peak)} at most`
  if (minutesOver === 0) return `${most}: none of these minutes would have used it up.`
  return `${most}: in ${formatCount(minutesOver)} of these minutes functions without a reservation would have been throttled.`
}

/** CloudWatch is always a little behind the clock. */
function isWhole(knownMs: number, { fromMs, toMs }: PlanResponse): boolean {
  return knownMs >= toMs - fromMs - TOLERANCE_MS
}

function hoursOf(ms: number): string {
  const hours = ms / 3_600_000
  return formatCount(hours < 10 ? Math.floor(hours * 10) / 10 : Math.floor(hours))
}

'use client'

import { moveLink } from '@/components/overview/move-link'
import { AppLink } from '@/components/ui/app-link'
import { Panel } from '@/components/ui/panel'
import { PlaceNote } from '@/components/ui/place-note'
import { classNames } from '@/lib/client/class-names'
import { functionPath } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'
import type { OverviewResponse } from '@/lib/contracts/overview'
import { formatCount, formatDuration, formatPercent, formatUsd } from '@/lib/domain/format'
import { isNearlyAll } from '@/lib/domain/part-known'

type Mover = OverviewResponse['movers'][number]
type Move = Mover['moves'][number]

const SMALL = ', small numbers left out'
const WEEK_MS = 7 * 86_400_000

const FIGURES: Record<Move['figure'], { label: string; format(value: number): string; tone: string }> = {
  errors: { label: 'Errors', format: formatCount, tone: 'text-fault' },
  throttles: { label: 'Throttles', format: formatCount, tone: 'text-throttle' },
  durationP95Ms: { label: 'Duration p95', format: formatDuration, tone: 'text-text' },
  invocations: { label: 'Invocations', format: formatCount, tone: 'text-text' },
  costUsd: { label: 'Cost', format: formatUsd, tone: 'text-text' },
}

/** The functions that moved most, and why each stands there. */
export function MoversPanel({ overview }: { overview: OverviewResponse }) {
  const { movers, comparedWith, comparedFunctions, functions } = overview
  const part = isNearlyAll(comparedFunctions, functions)
    ? null
    : `${comparedFunctions} of ${functions} functions are known both now and before`
  return (
    <Panel
      title="Top movers"
      help="Functions with a figure that grew by at least a third (invocations: or fell), errors and throttles before durations, durations before traffic. Small numbers do not count."
    >
      {comparedWith === null ? (
        <p className="px-3 pb-3 text-muted text-sm">
          Nothing before this window has been pulled yet, so that nothing can be compared.
        </p>
      ) : movers.length === 0 ? (
        <p className="px-3 pb-3 text-muted text-sm">
          {part === null
            ? `No function moved by a third against what it was ${whenBefore(overview)}${SMALL}.`
            : `No function moved by a third in what is read${SMALL}: ${part}.`}
        </p>
      ) : (
        <ol aria-label="Top movers" className="border-t">
          {movers.map((mover) => (
            <MoverRow key={`${mover.accountId}/${mover.region}/${mover.functionName}`} mover={mover} />
          ))}
        </ol>
      )}
      {comparedWith !== null && movers.length > 0 && part !== null && (
        <p className="border-t px-3 py-2 text-muted text-xs">{part}.</p>
      )}
    </Panel>
  )
}

function MoverRow({ mover: { functionName, accountId, region, moves } }: { mover: Mover }) {
  const place = { accountId, region }
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-b-grid px-3 py-2 text-sm last:border-b-0">
      <span className="flex min-w-40 flex-1 flex-wrap items-baseline gap-x-2" title={`${region} · ${accountId}`}>
        <AppLink
          to={functionPath({ name: functionName })}
          params={place}
          className="min-w-0 truncate font-medium hover:underline"
        >
          {functionName}
        </AppLink>
        <PlaceNote of={place} />
      </span>
      <span className="flex flex-wrap gap-x-4 gap-y-1">
        {moves.map((move) => (
          <MoveLink key={move.figure} move={move} name={functionName} place={place} />
        ))}
      </span>
    </li>
  )
}

function MoveLink({ move, name, place }: { move: Move; name: string; place: ParamPatch }) {
  const { label, format, tone } = FIGURES[move.figure]
  const { to, params } = moveLink(move.figure, name)
  return (
    <AppLink to={to} params={{ ...place, ...params }} className="figures group whitespace-nowrap text-xs">
      <span className="text-muted">{label} </span>
      <span className="text-faint">{format(move.before)} → </span>
      <span className={classNames('font-medium group-hover:underline', tone)}>{format(move.now)}</span>
      {move.before > 0 && <span className="text-faint"> ({changeOf(move)})</span>}
    </AppLink>
  )
}

function changeOf({ before, now }: Move): string {
  const change = now / before - 1
  return `${change > 0 ? '+' : '−'}${formatPercent(Math.abs(change))}`
}

type Compared = Pick<OverviewResponse, 'fromMs' | 'comparedWith'>

/** "in the same window a week before" */
export function whenBefore(overview: Compared): string {
  const weeks = weeksBefore(overview)
  return weeks === null ? 'in the window before' : `in the same window ${weeks} before`
}

/** "a week"; null where the window before is compared with. */
export function weeksBefore({ fromMs, comparedWith }: Compared): string | null {
  if (comparedWith?.kind !== 'week-before') return null
  const weeks = Math.round((fromMs - comparedWith.fromMs) / WEEK_MS)
  return weeks === 1 ? 'a week' : `${weeks} weeks`
}

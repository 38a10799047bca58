'use client'

import { useQuery } from '@tanstack/react-query'
import { ConcurrencyCell, FunctionNameCell } from '@/components/concurrency/function-cells'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { functionPath } from '@/lib/client/function-ref'
import { holdersOptions } from '@/lib/client/ledger-options'
import type { Place } from '@/lib/client/place'
import type { HoldersResponse } from '@/lib/contracts/ledger'
import { formatAbsoluteTime, formatCount, formatDuration, formatPercent } from '@/lib/domain/format'

const MINUTE = 60_000

type Props = { place: Place; atMs: number; limit: number | null; initial: HoldersResponse | undefined }

/** Who held the account's concurrency in one minute. */
export function HoldersPanel({ place, atMs, limit, initial }: Props) {
  const { zone } = useClock()
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...holdersOptions(place, atMs),
    initialData: initial?.atMs === atMs ? initial : undefined,
  })
  return (
    <Panel
      title={`Who held the pool · ${formatAbsoluteTime(atMs, zone)}`}
      help="The most that each function ran at once within this minute. Peaks of one minute need not have come at one instant, so that they may add up to more than the account's own. Reserved and provisioned: as they were then, as far as changes were noticed. Press a point of the chart to choose another minute."
    >
      {data ? (
        <div className={classNames(isPlaceholderData && 'stale')}>
          <p className="px-3 pb-2 text-muted text-sm">
            {data.periodMs > MINUTE &&
              `The highest of ${formatDuration(data.periodMs)}: CloudWatch keeps no minutes of what is this old. `}
            {formatCount(data.concurrent)} in use, {formatCount(data.claimed)} claimed of the limit of now,{' '}
            {formatCount(limit)}.{!data.isHeldKnown && ' What was reserved and provisioned then is not known.'}
          </p>
          {data.functions.length === 0 ? (
            <NobodyHeld {...data} />
          ) : (
            <FigureTable
              label="Functions of this minute"
              orderParam="holdersOrder"
              className="max-h-80"
              minWidth={520}
              columns={[
                { label: 'Function' },
                { label: 'At once', number: true },
                { label: 'Of the account', wideOnly: true, number: true },
                { label: 'Reserved', wideOnly: true, number: true },
                { label: 'Provisioned', wideOnly: true, number: true },
                { label: 'Throttles', number: true },
              ]}
              rows={data.functions.map((one) => ({
                key: one.functionName,
                values: [one.functionName, one.peak, one.peak, one.reserved, one.provisioned, one.throttles],
                cells: [
                  <FunctionNameCell key="function" name={one.functionName} place={place} />,
                  <AppLink
                    key="peak"
                    to={`${functionPath({ name: one.functionName })}/invocations`}
                    params={{ ...place, window: windowOf(data) }}
                    className="hover:underline"
                  >
                    {formatCount(one.peak)}
                  </AppLink>,
                  formatPercent(data.concurrent ? Math.min(1, one.peak / data.concurrent) : null),
                  formatCount(one.reserved),
                  formatCount(one.provisioned),
                  <ConcurrencyCell key="throttles" name={one.functionName} place={place} value={one.throttles} />,
                ],
              }))}
            />
          )}
        </div>
      ) : error ? (
        <QueryError error={error} onRetry={refetch} />
      ) : (
        <div className="skeleton m-3 h-64" />
      )}
    </Panel>
  )
}

function windowOf({ atMs, periodMs }: HoldersResponse): string {
  const fromMs = Math.floor(atMs / periodMs) * periodMs
  return `${fromMs}-${fromMs + periodMs}`
}

function NobodyHeld({ isAnswered, concurrent }: HoldersResponse) {
  if (isAnswered && !concurrent) return <Notice kind="empty" title="No function ran in this minute" />
  return (
    <Notice kind="waiting" title="Who ran in this minute is not known">
      {isAnswered
        ? 'CloudWatch has answered for the account, but not yet for its functions.'
        : 'CloudWatch has not answered for it.'}
    </Notice>
  )
}

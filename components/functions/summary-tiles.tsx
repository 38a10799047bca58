import { limitsOf } from '@/components/functions/limits-of'
import { Tile } from '@/components/ui/tile'
import { TileRow } from '@/components/ui/tile-row'
import { classNames } from '@/lib/client/class-names'
import { dearestLink } from '@/lib/client/function-links'
import { functionPath } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import type { SummaryResponse } from '@/lib/contracts/summary'
import { ON_DEMAND_COST } from '@/lib/domain/cost/on-demand-words'
import { formatCount, formatDuration, formatMemory, formatPercent, formatUsd } from '@/lib/domain/format'

type Props = { detail: FunctionDetail; qualifier: string | null; summary: SummaryResponse; stale: boolean }

/** The window's figures. Counts are CloudWatch's, the rest is read off the report lines. */
export function SummaryTiles({ detail, qualifier, summary, stale }: Props) {
  const { invocations, errors, throttles, fromLogs, durationMs } = summary
  const { accountId, region } = detail
  const invocationsWith = (params: ParamPatch) => ({
    to: `${functionPath(detail)}/invocations`,
    params: { accountId, region, qualifier, ...params },
  })
  const place = { accountId, region, qualifier }
  const errorRate = ratio(errors, invocations)
  const coldRate = ratio(fromLogs.coldStarts, fromLogs.invocations)
  const unread = (source: 'metrics' | 'logs') => describeLack(summary, source)
  const { memoryMb } = summary.limits ?? limitsOf(detail, qualifier)
  const memoryShare = ratio(fromLogs.maxMemoryUsedMb, memoryMb)
  return (
    <div className={classNames(stale && 'stale')}>
      <TileRow label="Figures of the window">
        <Tile
          label="Invocations"
          value={formatCount(invocations)}
          exact={exact(invocations)}
          help="CloudWatch's Invocations, summed over whole minutes. Throttled requests are not counted."
          link={invocationsWith({})}
          note={invocations === null ? unread('metrics') : perMinute(invocations, summary)}
        />
        <Tile
          label="Error rate"
          value={formatPercent(errorRate)}
          exact={errors === null ? undefined : `${errors} of ${invocations}`}
          help="CloudWatch's Errors ÷ Invocations: exceptions, timeouts, kills and failed inits."
          link={errors ? invocationsWith({ result: 'failed' }) : undefined}
          note={errors === null ? unread('metrics') : describeErrors(errors, fromLogs)}
          tone={errorRate !== null && errorRate >= 0.01 ? 'fault' : undefined}
        />
        <Tile
          label="Throttles"
          value={formatCount(throttles)}
          exact={exact(throttles)}
          help="Requests refused with 429. Neither invocations nor errors."
          link={throttles ? { to: `${functionPath(detail)}/concurrency`, params: place } : undefined}
          tone={throttles ? 'throttle' : undefined}
          note={throttles === null ? unread('metrics') : undefined}
        />
        <Tile
          label="Duration p95"
          value={formatDuration(durationMs.p95)}
          exact={exact(durationMs.p95, 'ms')}
          help="Of the Duration in report lines, within 1 %. Without Init or Restore Duration."
          link={durationMs.max === null ? undefined : invocationsWith({ sort: 'slowest' })}
          note={
            durationMs.p95 === null
              ? unread('logs')
              : `p50 ${formatDuration(durationMs.p50)} · max ${formatDuration(durationMs.max)}`
          }
        />
        <Tile
          label="Cold starts"
          value={formatCount(fromLogs.coldStarts)}
          exact={exact(fromLogs.coldStarts)}
          help="Invocations with an Init or Restore Duration, from report lines."
          link={fromLogs.coldStarts ? invocationsWith({ start: 'cold' }) : undefined}
          note={
            coldRate !== null
              ? `${formatPercent(coldRate)} of invocations`
              : fromLogs.coldStarts === null
                ? unread('logs')
                : undefined
          }
        />
        <Tile
          label="Max memory used"
          value={formatMemory(fromLogs.maxMemoryUsedMb)}
          exact={exact(fromLogs.maxMemoryUsedMb, 'MB')}
          help="The highest Max Memory Used of any report line, against the Memory Size of the versions that ran, where they had one alike all over the window; changes of $LATEST are known from the first listing by Lambdascope on."
          link={
            fromLogs.maxMemoryUsedMb === null ? undefined : { to: `${functionPath(detail)}/performance`, params: place }
          }
          note={
            memoryShare !== null
              ? `${formatPercent(memoryShare)} of ${formatMemory(memoryMb)}`
              : fromLogs.maxMemoryUsedMb === null
                ? unread('logs')
                : undefined
          }
          tone={memoryShare !== null && memoryShare >= 0.9 ? 'error' : undefined}
        />
        <Tile
          label="Cost"
          value={formatUsd(fromLogs.costUsd)}
          exact={fromLogs.costUsd === null ? undefined : `$${fromLogs.costUsd.toFixed(6)}`}
          help={`${ON_DEMAND_COST} So it does what provisioned concurrency costs for standing.`}
          link={fromLogs.costUsd ? { to: dearestLink(detail), params: place } : undefined}
          note={fromLogs.billedMs === null ? unread('logs') : `${formatDuration(fromLogs.billedMs)} billed`}
        />
      </TileRow>
    </div>
  )
}

/** Why a figure of a source is not known, in a few words; the coverage chip says it in full. */
function describeLack({ coverage, invocations }: SummaryResponse, source: 'metrics' | 'logs'): string | undefined {
  const reason = coverage.reasons.find((one) => one.source === source)
  if (reason?.code.endsWith('_NOT_PULLED')) return 'not all read yet'
  if (reason?.code.endsWith('_DENIED')) return 'not allowed to be read'
  if (invocations === 0) return 'nothing ran'
  return reason === undefined ? 'not told' : reason.message
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole
}

function exact(value: number | null, unit = ''): string | undefined {
  return value === null ? undefined : `${value} ${unit}`.trim()
}

function perMinute(invocations: number, { fromMs, toMs }: SummaryResponse): string {
  return `${formatCount((invocations * 60_000) / (toMs - fromMs))} a minute`
}

function describeErrors(errors: number, { timeouts, outOfMemory }: SummaryResponse['fromLogs']): string {
  const parts = [`${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`]
  if (timeouts) parts.push(`${formatCount(timeouts)} ${timeouts === 1 ? 'timeout' : 'timeouts'}`)
  if (outOfMemory) parts.push(`${formatCount(outOfMemory)} out of memory`)
  return parts.slice(0, 2).join(' · ')
}

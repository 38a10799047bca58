import { throttledTime } from '@/components/concurrency/throttled-time'
import { Tile } from '@/components/ui/tile'
import { TileRow } from '@/components/ui/tile-row'
import { classNames } from '@/lib/client/class-names'
import type { ParamPatch } from '@/lib/client/view-params'
import type { FunctionConcurrency, ProvisionedUse } from '@/lib/contracts/concurrency'
import { formatCount, formatPercent } from '@/lib/domain/format'

type Props = {
  data: FunctionConcurrency
  stale: boolean
  /** Of the function. */
  path: string
  place: { accountId: string; region: string; qualifier: string | null }
  /** Of the account's pool. */
  ledger: ParamPatch
}

/** Limits and how far they were used. */
export function ConcurrencyTiles({ data, stale, path, place, ledger }: Props) {
  const { reserved, pool, accountLimit, concurrentMax, provisioned, throttles, throttledMinutes, longestPeriodMs } =
    data
  const bound = reserved ?? pool
  const [none, notRead] = data.settingsRead ? ['none', undefined] : ['—', 'settings not known']
  // A share of another limit than stood when it was reached would be untrue.
  const isSteady = [data.reservedThen, ...(reserved === null ? [data.poolThen] : [])].every((values, index) =>
    values.every((value) => value === (index === 0 ? reserved : pool)),
  )
  const used = !isSteady || concurrentMax === null || bound === null || bound === 0 ? null : concurrentMax / bound
  const standing = provisioned.filter((one) => one.requested !== null)
  const allocated = sum(standing.map((one) => one.allocated))
  const pooled = { to: '/concurrency', params: ledger }
  const invocations = (params: ParamPatch = {}) => ({ to: `${path}/invocations`, params: { ...place, ...params } })
  const ofOne = ([only, ...others]: readonly ProvisionedUse[]) =>
    only === undefined || others.length > 0 ? undefined : invocations({ qualifier: only.qualifier })
  const spillover = sum(provisioned.map((one) => one.spillover))
  return (
    <div className={classNames(stale && 'stale')}>
      <TileRow label="Concurrency">
        <Tile
          label="Most at once"
          value={formatCount(concurrentMax)}
          exact={exact(concurrentMax)}
          help="The highest ConcurrentExecutions of any minute. Not known for a version that several names call."
          link={concurrentMax ? invocations() : undefined}
          note={
            used === null
              ? undefined
              : `${formatPercent(used)} of ${reserved === null ? 'the pool now' : 'its reservation now'}`
          }
        />
        <Tile
          label="Reserved now"
          value={reserved === null ? none : formatCount(reserved)}
          exact={exact(reserved)}
          help="Kept for this function, and the most that it may use. 0 blocks it. Free of charge."
          link={reserved === null ? undefined : pooled}
          note={reserved === 0 ? 'blocks every request' : reserved === null ? notRead : undefined}
          tone={reserved === 0 ? 'fault' : undefined}
        />
        <Tile
          label="Unreserved pool now"
          value={formatCount(pool)}
          exact={exact(pool)}
          help="What is left for all functions of the account and region without a reservation."
          link={pool === null ? undefined : pooled}
          note={`of a limit of ${formatCount(accountLimit)}`}
        />
        <Tile
          label="Provisioned now"
          value={standing.length === 0 ? none : formatCount(allocated)}
          exact={exact(allocated)}
          help="Environments allocated in advance, of all qualifiers shown."
          link={ofOne(standing)}
          note={standing.length === 0 ? notRead : standing.map((one) => one.qualifier).join(', ')}
        />
        <Tile
          label="Throttles"
          value={formatCount(throttles)}
          exact={exact(throttles)}
          help="Requests refused with 429. Neither invocations nor errors."
          link={throttles ? pooled : undefined}
          note={throttledMinutes ? `in ${throttledTime(throttledMinutes, longestPeriodMs)} of the function` : undefined}
          tone={throttles ? 'throttle' : undefined}
        />
        <Tile
          label="Spillover"
          value={provisioned.length === 0 ? '—' : formatCount(spillover)}
          exact={exact(spillover)}
          help="Invocations that ran on demand because every provisioned environment was busy."
          link={ofOne(provisioned.filter((one) => one.spillover))}
        />
      </TileRow>
    </div>
  )
}

function sum(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0)
}

function exact(value: number | null): string | undefined {
  return value === null ? undefined : String(value)
}

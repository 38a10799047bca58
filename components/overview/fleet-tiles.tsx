'use client'

import { DeltaNote } from '@/components/overview/delta-note'
import { describeReadPart } from '@/components/overview/describe-read-part'
import { figureOf, PartNote, unknownWords } from '@/components/overview/part-note'
import { Tile } from '@/components/ui/tile'
import { TileRow } from '@/components/ui/tile-row'
import { findRefused } from '@/lib/client/find-refused'
import { usePlaceWords } from '@/lib/client/known-places'
import { usePageCoverage } from '@/lib/client/page-coverage'
import type { FleetFigures, OverviewResponse } from '@/lib/contracts/overview'
import { ON_DEMAND_COST } from '@/lib/domain/cost/on-demand-words'
import { formatCount, formatDuration, formatPercent, formatUsd } from '@/lib/domain/format'
import { describePulledPart } from '@/lib/domain/pulled-part'

const DAY_MS = 86_400_000

/** The fleet's figures, each beside what it was, and leading to the functions that make it up. */
export function FleetTiles({ overview }: { overview: OverviewResponse }) {
  const { figures, compared, before, pools, loggedFromMs, loggedToMs, functions, known, knownFromLogs } = overview
  const reasons = usePageCoverage()?.coverage.reasons ?? []
  const counted = {
    ...{ known, functions, readPart: describeReadPart(overview), refusal: findRefused(reasons, 'metrics') },
    pulled: describePulledPart(overview, overview.countedFromMs),
  }
  const logged = {
    ...{ known: knownFromLogs, functions, refusal: findRefused(reasons, 'logs') },
    readPart: overview.partlyFromLogs === 0 ? null : 'not all of it is read',
    pulled: describePulledPart(overview, loggedFromMs),
  }
  const lengthMs = loggedToMs - loggedFromMs
  const perDay = (usd: number | null) => (usd === null || lengthMs <= 0 ? null : (usd * DAY_MS) / lengthMs)
  const errorRate = (one: FleetFigures | null) => ratio(one?.errors, one?.invocations)
  const coldShare = (one: FleetFigures | null) => ratio(one?.coldStarts, one?.loggedInvocations)
  const pool = fullestPool(pools)
  const placeWords = usePlaceWords()
  return (
    <TileRow label="Figures of the fleet">
      <Tile
        label="Invocations"
        value={figureOf(counted, formatCount(figures.invocations))}
        exact={exactOf(figures.invocations)}
        help="CloudWatch's Invocations of all functions in scope, summed over whole minutes. Throttled requests are not counted."
        link={functionsBy('-invocations')}
        note={
          <PartNote {...counted}>
            <DeltaNote now={compared?.invocations} before={before?.invocations} />
          </PartNote>
        }
      />
      <Tile
        label="Error rate"
        value={figureOf(counted, formatPercent(errorRate(figures)))}
        exact={figures.errors === null ? undefined : `${figures.errors} of ${figures.invocations}`}
        help="CloudWatch's Errors ÷ Invocations: exceptions, timeouts, kills and failed inits."
        link={functionsBy('-errors')}
        tone={(errorRate(figures) ?? 0) >= 0.01 ? 'fault' : undefined}
        note={
          <PartNote {...counted}>
            <DeltaNote now={errorRate(compared)} before={errorRate(before)} worse="up" />
          </PartNote>
        }
      />
      <Tile
        label="Throttles"
        value={figureOf(counted, formatCount(figures.throttles))}
        exact={exactOf(figures.throttles)}
        help="Requests refused with 429. Neither invocations nor errors."
        link={functionsBy('-throttles')}
        tone={figures.throttles ? 'throttle' : undefined}
        note={
          <PartNote {...counted}>
            <DeltaNote now={compared?.throttles} before={before?.throttles} worse="up" />
          </PartNote>
        }
      />
      <Tile
        label="Duration p95"
        value={figureOf(logged, formatDuration(figures.durationP95Ms))}
        exact={exactOf(figures.durationP95Ms, 'ms')}
        help="Of the Duration in the report lines of all functions together, within 1 %."
        link={functionsBy('-p95')}
        note={
          <PartNote {...logged}>
            <DeltaNote now={compared?.durationP95Ms} before={before?.durationP95Ms} worse="up" />
          </PartNote>
        }
      />
      <Tile
        label="Cold starts"
        value={figureOf(logged, formatPercent(coldShare(figures)))}
        exact={
          figures.coldStarts === null ? undefined : `${figures.coldStarts} of ${figures.loggedInvocations} report lines`
        }
        help="Invocations with an Init or Restore Duration ÷ invocations, from report lines."
        link={functionsBy('-cold')}
        note={
          <PartNote {...logged}>
            <DeltaNote now={coldShare(compared)} before={coldShare(before)} worse="up" />
          </PartNote>
        }
      />
      <Tile
        label="Cost a day"
        value={figureOf(logged, formatUsd(perDay(figures.costUsd)))}
        exact={figures.costUsd === null ? undefined : `$${figures.costUsd.toFixed(4)} in this window`}
        help={`At the pace of this window. ${ON_DEMAND_COST}`}
        link={functionsBy('-cost')}
        note={
          <PartNote {...logged}>
            <DeltaNote now={compared?.costUsd} before={before?.costUsd} worse="up" />
          </PartNote>
        }
      />
      <Tile
        label="Claimed concurrency"
        value={pool === null ? '—' : formatPercent(pool.share)}
        exact={pool === null ? undefined : `${pool.claimedMax} of ${pool.limit} in ${pool.region} of ${pool.accountId}`}
        help="The highest ClaimedAccountConcurrency ÷ the account's limit of now, of the fullest account and region. Reserved concurrency counts even when it is idle."
        link={pool === null ? undefined : { to: '/concurrency', params: ledgerOf(pool) }}
        tone={pool !== null && pool.share >= 0.8 ? 'throttle' : undefined}
        note={
          pool === null
            ? unknownWords(counted)
            : `${formatCount(pool.claimedMax)} of ${formatCount(pool.limit)} · ${placeWords(pool) ?? pool.region}`
        }
      />
    </TileRow>
  )
}

type FullPool = { share: number; claimedMax: number } & Place & { limit: number; claimedMaxAtMs: number | null }
type Place = Pick<OverviewResponse['pools'][number], 'accountId' | 'region'>

function fullestPool(pools: OverviewResponse['pools']): FullPool | null {
  return pools.reduce<FullPool | null>((fullest, { claimedMax, limit, ...rest }) => {
    if (claimedMax === null || limit === null || limit === 0) return fullest
    const share = claimedMax / limit
    return fullest !== null && fullest.share >= share ? fullest : { share, claimedMax, limit, ...rest }
  }, null)
}

/** Who held the pool in its fullest minute. */
function ledgerOf({ accountId, region, claimedMaxAtMs }: FullPool) {
  return { place: `${accountId}/${region}`, at: claimedMaxAtMs === null ? null : String(claimedMaxAtMs) }
}

function functionsBy(sort: string) {
  return { to: '/functions', params: { sort } }
}

function ratio(part: number | null | undefined, whole: number | null | undefined): number | null {
  return part == null || whole == null || whole === 0 ? null : part / whole
}

function exactOf(value: number | null, unit = ''): string | undefined {
  return value === null ? undefined : `${value} ${unit}`.trim()
}

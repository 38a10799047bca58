import { Tile } from '@/components/ui/tile'
import { TileRow } from '@/components/ui/tile-row'
import type { CostResponse } from '@/lib/contracts/cost'
import { formatCount, formatDuration, formatPercent, formatUsd } from '@/lib/domain/format'

const MONTH_DAYS = 30
const dearest = { to: '/functions', params: { sort: '-cost' } }
const coldest = { to: '/functions', params: { sort: '-cold' } }

/** The window's bill and what of it could be less. */
export function CostTiles({ cost, groupBy }: { cost: CostResponse; groupBy: string }) {
  const { total, usdPerDay, savings, pullUsd, evenlyRead, refusal, fromMs, countedFromMs, countedToMs } = cost
  const isPart = countedFromMs !== null && countedFromMs > fromMs
  const within = isPart ? ` in ${formatDuration(countedToMs - countedFromMs)}` : ''
  const uneven = refusal === null ? 'lines are still read' : 'lines may not be read'
  const {
    usd,
    initUsd,
    restoreUsd,
    retriesUsd,
    oversizeUsd,
    provisionedUsd,
    provisionedUnusedUsd,
    unsizedInvocations,
  } = total
  const share = (part: number | null) => (part === null || usd === 0 ? null : part / usd)
  const coldUsd = initUsd + restoreUsd
  const spared = savings.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0)
  // What is read so far is less than there is.
  const least = (note: string) => (evenlyRead ? note : `at least · ${note}`)
  const calls = least(`${formatCount(total.invocations)} invocations${within}`)
  const perMonth = usdPerDay === null ? null : usdPerDay * MONTH_DAYS
  return (
    <TileRow label="Figures of the bill">
      <Tile
        label="Cost"
        value={formatUsd(usd)}
        exact={exact(usd)}
        help="At list prices of the first tier, without what is free each month: requests, duration, ephemeral storage, and provisioned concurrency while it stands."
        link={dearest}
        note={<span title={calls}>{calls}</span>}
      />
      <Tile
        label="A day"
        value={formatUsd(usdPerDay)}
        exact={exact(usdPerDay)}
        help="Over the time whose log lines are read; and what 30 days cost at this pace."
        link={dearest}
        note={perMonth === null ? uneven : `${formatUsd(perMonth)} in 30 days`}
      />
      <Tile
        label="Init + restore"
        value={formatPercent(share(coldUsd))}
        exact={`init $${initUsd}, restore $${restoreUsd}`}
        help="Share of the bill for Init Duration, billed beyond Duration, and for SnapStart: billed Restore Duration, and the restored memory where it is charged. Keeping snapshots is not counted."
        link={coldUsd > 0 ? coldest : undefined}
        note={`${formatUsd(initUsd)} + ${formatUsd(restoreUsd)}`}
        tone={coldUsd > 0 ? 'cold' : undefined}
      />
      <Tile
        label="Retries"
        value={formatUsd(retriesUsd)}
        exact={exact(retriesUsd)}
        help="Attempts that followed a failed one at the same request."
        note={least(formatPercent(share(retriesUsd)))}
        link={{ to: '/issues', params: { sort: 'count' } }}
      />
      <Tile
        label="Memory over-size"
        value={formatUsd(oversizeUsd)}
        exact={exact(oversizeUsd)}
        help="An estimate: what the same invocations would cost less at the size, in steps of 64 MB, that holds the highest Max Memory Used and a quarter, by the same durations. Less memory is less CPU. Invocations whose Max Memory Used is not known (their report is not logged) are not in it; in the list they are named with —. The link leads to where most of it can be spared."
        link={oversizeUsd ? { to: '/cost#savings', params: { groupBy } } : undefined}
        note={
          unsizedInvocations > 0
            ? `without ${formatCount(unsizedInvocations)} invocations`
            : least(formatPercent(share(oversizeUsd)))
        }
      />
      <Tile
        label="Idle provisioned"
        value={formatUsd(provisionedUnusedUsd)}
        exact={exact(provisionedUnusedUsd)}
        help="Of what provisioned concurrency cost for standing, the part that nothing ran on, by the durations of what ran on it."
        link={provisionedUsd > 0 ? { to: '/concurrency' } : undefined}
        note={`of ${formatUsd(provisionedUsd)}`}
      />
      <Tile
        label="Savings"
        value={formatUsd(evenlyRead ? spared : null)}
        exact={exact(evenlyRead ? spared : null)}
        help="What the list of savings adds up to in 30 days at most: estimates that overlap where one function has several."
        note={evenlyRead ? 'in 30 days, at most' : uneven}
      />
      <Tile
        label="This pull"
        value={formatUsd(pullUsd)}
        exact={exact(pullUsd)}
        help="What Lambdascope's own calls to AWS cost in the window. All accounts."
        link={{ to: '/sync' }}
        note="our calls to AWS"
      />
    </TileRow>
  )
}

function exact(usd: number | null): string | undefined {
  return usd === null ? undefined : `$${usd}`
}

import { AppLink } from '@/components/ui/app-link'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { usePlaceWords } from '@/lib/client/known-places'
import type { OverviewResponse } from '@/lib/contracts/overview'
import { formatCount, formatPercent } from '@/lib/domain/format'

/** From here on the pool is nearly used up. */
const TIGHT = 0.8

/** How much of each account's and region's concurrency was claimed at most. */
export function PoolsPanel({ pools }: { pools: OverviewResponse['pools'] }) {
  const wordsOf = usePlaceWords()
  return (
    <Panel
      title="Claimed concurrency"
      help="The highest ClaimedAccountConcurrency of the window against the account's limit of now: AWS tells no past limits. Reserved and provisioned concurrency count even when they are idle."
    >
      <ul aria-label="Claimed concurrency" className="flex flex-col gap-3 px-3 pb-3 text-sm">
        {pools.map(({ accountId, region, claimedMax, claimedMaxAtMs, limit }) => {
          const share = claimedMax === null || !limit ? null : claimedMax / limit
          return (
            <li key={`${accountId}/${region}`}>
              <p className="flex items-baseline justify-between gap-2">
                <span title={accountId} className="min-w-0 truncate">
                  {wordsOf({ accountId, region }) ?? region}
                </span>
                <AppLink
                  to="/concurrency"
                  params={{
                    place: `${accountId}/${region}`,
                    at: claimedMaxAtMs === null ? null : String(claimedMaxAtMs),
                  }}
                  title="Who held the pool in its fullest minute"
                  className="figures shrink-0 text-muted hover:underline"
                >
                  {formatCount(claimedMax)} of {formatCount(limit)}
                  {share !== null && ` · ${formatPercent(share)}`}
                </AppLink>
              </p>
              <div aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken">
                <div
                  className={classNames('h-full', (share ?? 0) >= TIGHT ? 'bg-throttle' : 'bg-accent-solid')}
                  style={{ width: `${Math.min(1, share ?? 0) * 100}%` }}
                />
              </div>
              <p className="mt-0.5 text-faint text-xs">
                {claimedMaxAtMs === null ? (
                  'CloudWatch has told nothing for this window yet'
                ) : (
                  <>
                    most <RelativeTime atMs={claimedMaxAtMs} />
                  </>
                )}
              </p>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

'use client'

import { BackfillSwitch } from '@/components/sync/backfill-switch'
import { coveredShare, describeLeft, describeProgress, SOURCE_WORDS } from '@/components/sync/describe-source'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { useClock } from '@/lib/client/clock'
import { sourceTone } from '@/lib/client/source-tone'
import type { AccountState } from '@/lib/contracts/accounts'
import type { SyncSource } from '@/lib/contracts/sync'
import { formatDuration, formatPercent, formatRelativeTime } from '@/lib/domain/format'

type Props = { source: SyncSource; account: AccountState | null; mayChange: boolean }

/** One source of one account-region: how fresh it is, how far back it reaches, and what it lacks. */
export function SourceCard({ source, account, mayChange }: Props) {
  const { nowMs } = useClock()
  const words = SOURCE_WORDS[source.kind]
  const share = coveredShare(source, nowMs)
  const progress = describeProgress(source)
  return (
    <article className="flex min-w-0 flex-col gap-2 rounded-(--radius) border bg-surface p-3">
      <header className="flex items-center gap-2">
        <h3 className="font-medium">{words.title}</h3>
        <span className="truncate text-faint text-xs">{words.from}</span>
        <span className="ml-auto">
          <Badge tone={sourceTone(source.state)}>{source.state}</Badge>
        </span>
      </header>
      <dl className="grid grid-cols-2 text-xs">
        <dt className="text-muted">Behind by</dt>
        <dd className="figures text-right">
          {source.lagMs === null ? '—' : formatDuration(Math.round(source.lagMs / 1000) * 1000)}
        </dd>
        <dt className="text-muted">Last answer</dt>
        <dd className="text-right">
          <RelativeTime atMs={source.lastOkAtMs} />
        </dd>
      </dl>
      {share !== null && <CoveredBar source={source} share={share} nowMs={nowMs} />}
      {(progress !== null || source.backfill !== null) && (
        <div className="flex min-h-7 items-center gap-2">
          <p className="min-w-0 text-muted text-xs tabular-nums">
            {[progress, describeLeft(source)].filter((text) => text !== null).join(' · ')}
          </p>
          {source.backfill !== null && account !== null && mayChange && (
            <BackfillSwitch account={account} kind={source.kind} paused={source.backfill.paused} />
          )}
        </div>
      )}
      {source.detail !== null && (
        <p title={source.detail} className="line-clamp-2 text-muted text-xs">
          {source.detail}
        </p>
      )}
    </article>
  )
}

function CoveredBar({ source, share, nowMs }: { source: SyncSource; share: number; nowMs: number }) {
  const from = source.targetFromMs === null ? 'start' : formatRelativeTime(source.targetFromMs, nowMs)
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: the meter element cannot be drawn from right to left */}
      <div
        role="meter"
        aria-label={`History stored: ${formatPercent(share)}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="hatch flex h-2 justify-end overflow-hidden rounded-sm bg-sunken"
      >
        <span className="bg-ok" style={{ width: `${share * 100}%` }} />
      </div>
      <div className="mt-1 flex justify-between text-2xs text-faint">
        <span>{from}</span>
        <span className="figures">{formatPercent(share)} stored</span>
        <span>now</span>
      </div>
    </div>
  )
}

import { heldSince } from '@/components/concurrency/held-since'
import { Panel } from '@/components/ui/panel'
import { useClock } from '@/lib/client/clock'
import type { LedgerResponse } from '@/lib/contracts/ledger'
import { formatCount, formatPercent } from '@/lib/domain/format'

/** The ledger of the window's highest minute as one bar: what is claimed of the limit, and what is free. */
export function LedgerBar({ data }: { data: LedgerResponse }) {
  const { limit, claimedMax, concurrentMax } = data
  const { zone } = useClock()
  const unknown = heldSince(data, zone)
  const index = data.claimed.indexOf(claimedMax)
  const pool = data.pools[index] ?? null
  const parts = [
    { label: 'Reserved', value: data.reserved[index] ?? null, color: 'var(--series-2)' },
    { label: 'Provisioned, not reserved', value: data.provisioned[index] ?? null, color: 'var(--series-4)' },
    { label: 'On demand', value: data.onDemand[index] ?? null, color: 'var(--series-3)' },
    ...((data.onDemand[index] ?? null) === null && claimedMax !== null
      ? [{ label: 'Claimed, not told apart yet', value: claimedMax, color: 'var(--max)' }]
      : []),
    {
      label: 'Free',
      value: limit === null || claimedMax === null ? null : Math.max(0, limit - claimedMax),
      color: null,
    },
  ]
  return (
    <Panel
      title="Ledger of the highest minute"
      help="Limit: what may run at once in the account and region, as it is now: AWS tells no past. The unreserved pool is the limit less all reservations of then. AWS counts reservations and provisioned concurrency against the limit even when idle."
    >
      <div className="px-3 pb-3">
        <div className="flex h-6 overflow-hidden rounded border" aria-hidden>
          {parts.map(({ label, value, color }) => (
            <span
              key={label}
              title={`${label}: ${formatCount(value)}`}
              className={color === null ? 'flex-1' : 'min-w-px'}
              style={color === null ? undefined : { background: color, width: `${share(value, limit) * 100}%` }}
            />
          ))}
        </div>
        <dl className="mt-3 grid grid-cols-[repeat(auto-fit,minmax(116px,1fr))] gap-x-4 gap-y-2 text-sm">
          <Fact label="Limit now" value={limit} />
          {parts.map(({ label, value, color }) => (
            <Fact key={label} label={label} value={value} color={color} />
          ))}
          <Fact label="Claimed" value={claimedMax} note={percent(claimedMax, limit)} />
          <Fact
            label="Most in use"
            value={concurrentMax}
            note={pool === null ? undefined : `unreserved pool ${formatCount(pool)}`}
          />
        </dl>
        {unknown !== null && <p className="pt-3 text-muted text-xs">{unknown}</p>}
      </div>
    </Panel>
  )
}

type FactProps = { label: string; value: number | null; note?: string; color?: string | null }

function Fact({ label, value, note, color }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="flex items-center gap-1.5 truncate text-muted text-xs">
        {color && <span aria-hidden className="size-2 shrink-0 rounded-sm" style={{ background: color }} />}
        <span className="truncate" title={label}>
          {label}
        </span>
      </dt>
      <dd title={value === null ? undefined : String(value)} className="figures font-semibold text-lg">
        {formatCount(value)} {note !== undefined && <span className="font-normal text-faint text-xs">{note}</span>}
      </dd>
    </div>
  )
}

function share(value: number | null, limit: number | null): number {
  return value === null || !limit ? 0 : Math.min(1, value / limit)
}

function percent(value: number | null, limit: number | null): string | undefined {
  return value === null || !limit ? undefined : formatPercent(value / limit)
}

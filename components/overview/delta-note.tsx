import { classNames } from '@/lib/client/class-names'
import { formatPercent } from '@/lib/domain/format'

type Props = {
  now: number | null | undefined
  before: number | null | undefined
  /** Which way is bad, where one is. */
  worse?: 'up'
}

/** Less than this is the same. */
const SAME = 0.005
/** A rise by more than this is said as a multiple. */
const MULTIPLE = 10

/** By how much a figure differs from before, in words and not by colour alone. */
export function DeltaNote({ now, before, worse }: Props) {
  if (before == null) return <>not known before</>
  if (now == null) return <>not known</>
  if (now === before) return <>as before</>
  if (before === 0) return <span className={classNames(worse === 'up' && 'text-fault')}>was 0</span>
  const change = now / before - 1
  if (Math.abs(change) < SAME) return <>as before</>
  const words = change >= MULTIPLE ? `${Math.round(change + 1)} times as before` : `${formatPercent(Math.abs(change))}`
  const isBad = worse === 'up' && change > 0.1
  return (
    <span className={classNames('figures', isBad && 'font-medium text-fault')} title={`Before: ${before}`}>
      {change > 0 ? '▲' : '▼'} {words}
    </span>
  )
}

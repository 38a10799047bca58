'use client'

import { RelativeTime } from '@/components/ui/relative-time'
import { useClock } from '@/lib/client/clock'
import { describeChange } from '@/lib/client/describe-change'
import type { FunctionChange } from '@/lib/contracts/changes'
import { formatAbsoluteTime } from '@/lib/domain/format'

/** One change, with when it was made as exactly as is known. */
export default function ChangeRow({ change }: { change: FunctionChange }) {
  const { zone } = useClock()
  const { title, before, after } = describeChange(change)
  const between = change.isStated
    ? undefined
    : `Between ${formatAbsoluteTime(change.knownAfterMs, zone)} and ${formatAbsoluteTime(change.noticedAtMs, zone)}`
  return (
    <li className="border-b border-b-grid py-1.5 text-sm last:border-b-0">
      <p className="flex items-baseline justify-between gap-2">
        <span className="min-w-0 truncate" title={title}>
          {title}
        </span>
        <span title={between} className="shrink-0 text-faint text-xs">
          {!change.isStated && 'noticed '}
          <RelativeTime atMs={change.atMs} />
        </span>
      </p>
      {(before !== null || after !== null) && (
        <p title={`${before ?? '—'} → ${after ?? '—'}`} className="line-clamp-2 break-words text-muted text-xs">
          {before !== null && <del className="text-faint">{before}</del>}
          {before !== null && after !== null && ' → '}
          {after !== null && <span>{after}</span>}
        </p>
      )}
    </li>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { AppLink } from '@/components/ui/app-link'
import { NothingLine } from '@/components/ui/nothing-found'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { changesOptions, leastRead } from '@/lib/client/changes-options'
import { useClock } from '@/lib/client/clock'
import { describeChange } from '@/lib/client/describe-change'
import { useRange, useRefetchInterval } from '@/lib/client/view-params'
import type { FunctionChange } from '@/lib/contracts/changes'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { formatAbsoluteTime } from '@/lib/domain/format'

const SHOWN = 8

/** What was changed of the function in the window: deployments, configuration, routing, triggers. */
export function ChangesPanel({ detail: { name, accountId, region } }: { detail: FunctionDetail }) {
  const { range } = useRange()
  const refetchInterval = useRefetchInterval()
  const { data } = useQuery({ ...changesOptions({ name, accountId, region }, range), refetchInterval })
  if (data === undefined) return null
  const { items, nextCursor, read } = data
  return (
    <Panel
      title="What changed"
      help="Compared at every look at the function, since Lambdascope has known it. Values of environment variables are never kept: only whose value is another."
    >
      {items.length === 0 ? (
        <NothingLine what="Nothing changed" {...leastRead(read)} />
      ) : (
        <ol aria-label="Changes" className="flex flex-col px-3 pb-2">
          {items.slice(0, SHOWN).map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </ol>
      )}
      <AppLink
        to="/changes"
        params={{ functionName: name }}
        className="block border-t px-3 py-2 text-accent text-xs hover:underline"
      >
        {items.length > SHOWN
          ? `All ${nextCursor === null ? items.length : `${items.length}+`} changes`
          : 'All changes'}
      </AppLink>
    </Panel>
  )
}

function ChangeRow({ change }: { change: FunctionChange }) {
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

'use client'

import { AppLink } from '@/components/ui/app-link'
import { Badge, type Tone } from '@/components/ui/badge'
import { ConsoleLink } from '@/components/ui/console-link'
import { PlaceNote } from '@/components/ui/place-note'
import { useClock } from '@/lib/client/clock'
import { describeChange, issueOf } from '@/lib/client/describe-change'
import { functionPath } from '@/lib/client/function-ref'
import type { FunctionChange } from '@/lib/contracts/changes'
import { changeUrl } from '@/lib/domain/console-changes'
import { formatAbsoluteTime } from '@/lib/domain/format'

/* Colours are those of statuses: what was changed has none. */
const KINDS: Readonly<Record<string, { label: string; tone: Tone }>> = {
  created: { label: 'Created', tone: 'ok' },
  deleted: { label: 'Deleted', tone: 'fault' },
  code: { label: 'Code', tone: 'neutral' },
  version: { label: 'Version', tone: 'neutral' },
  alias: { label: 'Alias', tone: 'neutral' },
  concurrency: { label: 'Concurrency', tone: 'neutral' },
  provisioned: { label: 'Concurrency', tone: 'neutral' },
  mapping: { label: 'Trigger', tone: 'neutral' },
  policy: { label: 'Trigger', tone: 'neutral' },
  url: { label: 'Trigger', tone: 'neutral' },
  async: { label: 'Async', tone: 'neutral' },
  issue: { label: 'New issue', tone: 'fault' },
}
/** How much before and after a change its function is shown. */
const AROUND_MS = 3_600_000

/** One change: when, of which function, and what was before and after. */
export function ChangeEntry({ change }: { change: FunctionChange }) {
  const { zone, nowMs } = useClock()
  const { title, before, after } = describeChange(change)
  const { functionName, accountId, region, atMs } = change
  const { label, tone } = KINDS[change.kind] ?? { label: 'Configuration', tone: 'neutral' }
  const issueId = issueOf(change)
  const inAws = changeUrl(change)
  const between = `Between ${formatAbsoluteTime(change.knownAfterMs, zone)} and ${formatAbsoluteTime(change.noticedAtMs, zone)}`
  const around = { from: String(atMs - AROUND_MS), to: String(Math.min(nowMs, atMs + AROUND_MS)), range: null }
  return (
    <li className="grid grid-cols-[64px_minmax(0,1fr)] gap-x-3 border-b border-b-grid px-3 py-2 text-sm last:border-b-0 md:grid-cols-[64px_104px_minmax(140px,240px)_minmax(0,1fr)]">
      <time
        dateTime={new Date(atMs).toISOString()}
        title={change.isStated ? formatAbsoluteTime(atMs, zone) : between}
        className="figures text-muted"
      >
        {change.isStated ? '' : '≤ '}
        {formatAbsoluteTime(atMs, zone).split(' ')[1]?.slice(0, 5)}
      </time>
      <span className="hidden md:block">
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className="truncate font-medium" title={`${functionName} · ${region} · ${accountId}`}>
        <AppLink
          to={functionPath({ name: functionName })}
          params={{ accountId, region, ...around }}
          className="hover:underline"
        >
          {functionName}
        </AppLink>{' '}
        <PlaceNote of={change} />
      </span>
      <div className="relative col-start-2 min-w-0 pr-8 md:col-start-4">
        {inAws !== null && (
          <span className="absolute top-[-2px] right-0">
            <ConsoleLink to={inAws} of={`${functionName}: ${title}`} />
          </span>
        )}
        <p className="break-words">
          {issueId === null ? (
            title
          ) : (
            <AppLink to={`/issues/${issueId}`} params={around} className="hover:underline">
              {title}
            </AppLink>
          )}
        </p>
        {(before !== null || after !== null) && (
          <p className="break-words text-muted text-xs">
            {before !== null && <del className="text-faint">{before}</del>}
            {before !== null && after !== null && ' → '}
            {after !== null && <span>{after}</span>}
          </p>
        )}
      </div>
    </li>
  )
}

'use client'

import { Tile } from '@/components/ui/tile'
import { TileRow } from '@/components/ui/tile-row'
import { useClock } from '@/lib/client/clock'
import { issueInvocations } from '@/lib/client/issue-invocations'
import { oneFunction } from '@/lib/client/one-function'
import type { IssueDetail } from '@/lib/contracts/issues'
import { formatAbsoluteTime, formatCount, formatMinute, formatPercent, formatRelativeTime } from '@/lib/domain/format'

/** On either side of a moment: what else was logged then. */
const AROUND_MS = 60_000

/** How often, where, since when and until when. */
export function IssueTiles({ issue }: { issue: IssueDetail }) {
  const { nowMs, zone } = useClock()
  const { count, isPartial, places, firstSeenMs, lastSeenMs, functionCount } = issue
  const failing = places.filter((place) => place.count > 0)
  const invocations = failing.some((place) => place.invocations === null)
    ? null
    : failing.reduce((sum, place) => sum + (place.invocations ?? 0), 0)
  const versions = failing.length
  const [only, ...others] = issue.functions
  const samples = only === undefined || others.length > 0 ? undefined : issueInvocations(issue, only)
  const linesAt = (atMs: number) => ({
    to: '/logs',
    params: {
      ...{ range: null, from: String(atMs - AROUND_MS), to: String(atMs + AROUND_MS) },
      ...(others.length > 0 || only === undefined ? {} : oneFunction({ ...only, name: only.functionName })),
    },
  })
  return (
    <TileRow label="Figures of the issue">
      <Tile
        label="Occurrences"
        value={`${isPartial ? '≥ ' : ''}${formatCount(count)}`}
        exact={String(count)}
        help="Failed invocations of this issue that began in the window, from log lines. Retries are invocations of their own. The link lists all of its class and error type."
        link={count > 0 ? samples : undefined}
        note={isPartial ? 'not all log lines are read' : 'in this window'}
        tone={count > 0 ? 'fault' : undefined}
      />
      <Tile
        label="Share"
        value={formatPercent(invocations ? count / invocations : null)}
        exact={invocations === null ? undefined : `${count} of ${invocations}`}
        help="Of all invocations in the window of the versions that have it, from log lines."
        note="of the failing versions"
      />
      <Tile
        label="Functions"
        value={formatCount(functionCount)}
        help="Functions with an occurrence in the window."
        note={versions === 1 ? '1 version' : `${versions} versions`}
      />
      <Tile
        label="First seen"
        value={formatRelativeTime(firstSeenMs, nowMs)}
        exact={formatAbsoluteTime(firstSeenMs, zone)}
        help="Among all log lines that were read, not only in this window."
        link={linesAt(firstSeenMs)}
        note={formatMinute(firstSeenMs, zone)}
      />
      <Tile
        label="Last seen"
        value={formatRelativeTime(lastSeenMs, nowMs)}
        exact={formatAbsoluteTime(lastSeenMs, zone)}
        help="The newest occurrence among all log lines that were read."
        link={linesAt(lastSeenMs)}
        note={formatMinute(lastSeenMs, zone)}
      />
    </TileRow>
  )
}

'use client'

import { AppLink } from '@/components/ui/app-link'
import { FactRows } from '@/components/ui/fact-rows'
import { Panel } from '@/components/ui/panel'
import { useClock } from '@/lib/client/clock'
import { explainFirstBad } from '@/lib/client/explain-first-bad'
import { functionPath } from '@/lib/client/function-ref'
import { oneFunction } from '@/lib/client/one-function'
import type { IssueDetail } from '@/lib/contracts/issues'
import { formatAbsoluteTime } from '@/lib/domain/format'

const AROUND_MS = 3_600_000

/** Since which version, and whether the version explains it. */
export function FirstBadPanel({ issue }: { issue: IssueDetail }) {
  const { zone, nowMs } = useClock()
  const { firstBad, firstSeenMs } = issue
  if (firstBad === null) return null
  const { functionName, accountId, region, version, publishedAtMs } = firstBad
  const around = { from: String(firstSeenMs - AROUND_MS), to: String(Math.min(nowMs, firstSeenMs + AROUND_MS)) }
  return (
    <Panel
      title="First bad version"
      help="The version of the oldest occurrence among the log lines that were read, and what had run in the seven days before."
    >
      <p className="px-3 pb-1 font-semibold text-lg">
        <AppLink
          to={functionPath({ name: functionName })}
          params={{ accountId, region, qualifier: version }}
          className="break-all hover:underline"
        >
          {functionName}:{version}
        </AppLink>
      </p>
      <p className="px-3 pb-2 text-muted text-sm">{explainFirstBad(firstBad, firstSeenMs)}</p>
      <FactRows
        rows={[
          ['First seen', formatAbsoluteTime(firstSeenMs, zone)],
          ...(publishedAtMs === null
            ? []
            : ([[version === '$LATEST' ? 'Last modified' : 'Published', formatAbsoluteTime(publishedAtMs, zone)]] as [
                string,
                string,
              ][])),
        ]}
      />
      <AppLink
        to="/changes"
        params={{ ...oneFunction({ name: functionName, accountId, region }), ...around, range: null }}
        className="mt-1 block border-t px-3 py-2 text-accent text-xs hover:underline"
      >
        What changed around then
      </AppLink>
    </Panel>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { AppLink } from '@/components/ui/app-link'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { RelativeTime } from '@/components/ui/relative-time'
import { newestChangesOptions } from '@/lib/client/changes-options'
import { describeChange } from '@/lib/client/describe-change'
import { useRange, useRefetchInterval, useScope } from '@/lib/client/view-params'

const SHOWN = 8

/** The newest changes of any function in the window. */
export function RecentChanges() {
  const { range } = useRange()
  const { scope } = useScope()
  const refetchInterval = useRefetchInterval()
  const { data, error, refetch } = useQuery({ ...newestChangesOptions(range, scope), refetchInterval })
  const items = data?.items.slice(0, SHOWN)
  return (
    <Panel title="What changed" help="Deployments, configuration, routing and triggers, compared at every look.">
      {error && !data ? (
        <QueryError error={error} onRetry={refetch} />
      ) : items === undefined ? (
        <div className="skeleton mx-3 mb-3 h-48" />
      ) : (
        <ol aria-label="Changes" className="flex flex-col px-3">
          {items.map((change) => (
            <li key={change.id} className="border-b border-b-grid py-1.5 text-sm last:border-b-0">
              <AppLink
                to="/changes"
                params={{ functionName: change.functionName }}
                className="flex items-baseline justify-between gap-2 hover:underline"
              >
                <span className="min-w-0 truncate">
                  <span className="font-medium">{change.functionName}</span>{' '}
                  <span className="text-muted">{describeChange(change).title}</span>
                </span>
                <span className="shrink-0 text-faint text-xs">
                  <RelativeTime atMs={change.atMs} />
                </span>
              </AppLink>
            </li>
          ))}
          {items.length === 0 && <li className="pb-2 text-muted text-sm">Nothing in this window.</li>}
        </ol>
      )}
      <AppLink to="/changes" className="block border-t px-3 py-2 text-accent text-xs hover:underline">
        All changes
      </AppLink>
    </Panel>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { AppLink } from '@/components/ui/app-link'
import { NothingLine } from '@/components/ui/nothing-found'
import { Panel } from '@/components/ui/panel'
import { PlaceNote } from '@/components/ui/place-note'
import { QueryError } from '@/components/ui/query-error'
import { RelativeTime } from '@/components/ui/relative-time'
import { changesLink } from '@/lib/client/change-marks-options'
import { leastRead, newestChangesKey, newestChangesOptions } from '@/lib/client/changes-options'
import { describeChange } from '@/lib/client/describe-change'
import { useRange, useRefetchInterval, useScope } from '@/lib/client/view-params'
import type { FunctionChange, ListChangesResponse } from '@/lib/contracts/changes'

/** The newest changes of any function in the window. */
export function RecentChanges({ initial }: { initial: { key: string; changes: ListChangesResponse } }) {
  const { range } = useRange()
  const { scope } = useScope()
  const refetchInterval = useRefetchInterval()
  const { data, error, refetch } = useQuery({
    ...newestChangesOptions(range, scope),
    initialData: initial.key === newestChangesKey(range, scope) ? initial.changes : undefined,
    refetchInterval,
  })
  return (
    <Panel title="What changed" help="Deployments, configuration, routing and triggers, compared at every look.">
      {error && !data ? (
        <QueryError error={error} onRetry={refetch} />
      ) : data === undefined ? (
        <div className="skeleton mx-3 mb-3 h-48" />
      ) : data.items.length === 0 ? (
        <NothingLine what="Nothing changed" {...leastRead(data.read)} />
      ) : (
        <ol aria-label="Changes" className="flex flex-col px-3">
          {data.items.map((change) => (
            <li key={change.id} className="border-b border-b-grid py-1.5 text-sm last:border-b-0">
              <AppLink {...linkToChange(change)} className="flex items-baseline justify-between gap-2 hover:underline">
                <span className="min-w-0 truncate">
                  <span className="font-medium">{change.functionName}</span> <PlaceNote of={change} />{' '}
                  <span className="text-muted">{describeChange(change).title}</span>
                </span>
                <span className="shrink-0 text-faint text-xs">
                  <RelativeTime atMs={change.atMs} />
                </span>
              </AppLink>
            </li>
          ))}
        </ol>
      )}
      <AppLink to="/changes" className="block border-t px-3 py-2 text-accent text-xs hover:underline">
        All changes
      </AppLink>
    </Panel>
  )
}

function linkToChange({ functionName, accountId, region, atMs }: FunctionChange) {
  return changesLink({ names: [functionName], places: [{ accountId, region }] }, { atMs, untilMs: atMs })
}

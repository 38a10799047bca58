'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { NothingLine } from '@/components/ui/nothing-found'
import { Panel } from '@/components/ui/panel'
import { changesOptions, leastRead } from '@/lib/client/changes-options'
import { oneFunction } from '@/lib/client/one-function'
import { useRange, useRefetchInterval } from '@/lib/client/view-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'

/** Most windows have no change to describe. */
const ChangeRow = lazy(() => import('@/components/functions/change-row'))

const SHOWN = 8

/** What was changed of the function in the window: deployments, configuration, routing, triggers. */
export function ChangesPanel({ detail: { name, accountId, region } }: { detail: FunctionDetail }) {
  const { range } = useRange()
  const refetchInterval = useRefetchInterval()
  const { data } = useQuery({ ...changesOptions({ name, accountId, region }, range), refetchInterval })
  if (data === undefined) return null
  const { items, nextCursor, read } = data
  return (
    <Suspense>
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
          params={oneFunction({ name, accountId, region })}
          className="block border-t px-3 py-2 text-accent text-xs hover:underline"
        >
          {items.length > SHOWN
            ? `All ${nextCursor === null ? items.length : `${items.length}+`} changes`
            : 'All changes'}
        </AppLink>
      </Panel>
    </Suspense>
  )
}

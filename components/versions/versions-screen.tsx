'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { AliasesPanel } from '@/components/versions/aliases-panel'
import { ComparePanel } from '@/components/versions/compare-panel'
import { VersionsPanel } from '@/components/versions/versions-panel'
import { classNames } from '@/lib/client/class-names'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { rangeKey } from '@/lib/client/range-param'
import { versionsOptions } from '@/lib/client/versions-options'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { CompareResponse, VersionsResponse } from '@/lib/contracts/versions'

/** What stands beside $LATEST when there is nothing else to compare: all traffic with itself. */
const ALL = { first: '*', second: '*' }

type Props = {
  fn: FunctionRef
  initial: { key: string; data: VersionsResponse; comparison: { key: string; data: CompareResponse } | null }
}

/** Whether the new version is worse: what changed, what traffic it really gets, and how it fares beside the old one. */
export function VersionsScreen({ fn, initial }: Props) {
  const { range } = useRange()
  const { params } = useViewParams()
  const refetchInterval = useRefetchInterval()
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...versionsOptions(fn, range),
    initialData: initial.key === rangeKey(range) ? initial.data : undefined,
    refetchInterval,
  })
  const { accountId, region } = fn
  const place = useMemo(() => ({ accountId, region }), [accountId, region])
  if (data === undefined)
    return error ? <QueryError error={error} onRetry={refetch} /> : <div className="skeleton h-96" />
  const qualifiers = [...data.aliases.map(({ alias }) => alias), ...data.versions.map(({ version }) => version)]
  const pair = initial.data.pair ?? ALL
  const path = functionPath(fn)
  return (
    <div className="flex flex-col gap-4">
      <div className={classNames('flex flex-col gap-4', isPlaceholderData && 'stale')}>
        <AliasesPanel aliases={data.aliases} path={path} place={place} fn={fn} />
        <VersionsPanel
          data={data}
          path={path}
          place={place}
          fn={fn}
          chosen={[params.get('first') ?? pair.first, params.get('second') ?? pair.second]}
        />
        {data.versions.length < 2 && (
          <Notice kind="info" title="No version has been published" className="rounded border">
            $LATEST is all that there is. Its windows can be compared with one another below.
          </Notice>
        )}
      </div>
      <ComparePanel fn={fn} pair={pair} qualifiers={qualifiers} initial={initial.comparison} />
    </div>
  )
}

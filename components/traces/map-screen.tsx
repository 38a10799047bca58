'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { describeMap } from '@/components/traces/describe-map'
import { drawMap, tagKeysOf } from '@/components/traces/draw-map'
import { HiddenNotice } from '@/components/traces/hidden-traces'
import type { MapLayout } from '@/components/traces/layout-task'
import { MapBody } from '@/components/traces/map-body'
import { costsOf } from '@/components/traces/map-figures'
import { linkMap } from '@/components/traces/map-links'
import { MapTools } from '@/components/traces/map-tools'
import { readMapView } from '@/components/traces/read-map-view'
import { Button } from '@/components/ui/button'
import { NothingFound } from '@/components/ui/nothing-found'
import { Notice } from '@/components/ui/notice'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { costOptions } from '@/lib/client/cost-options'
import { mapKey, mapOptions, readMapChoice } from '@/lib/client/map-options'
import type { RangeChoice } from '@/lib/client/range-param'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { MapResponse } from '@/lib/contracts/map'

const REFRESH_MS = 30_000

type Props = { initial: { key: string; page: MapResponse; layout: MapLayout | null } | null; whenNothing: ReactNode }

/** The services of a window, and the calls and messages between them. */
export function MapScreen({ initial, whenNothing }: Props) {
  const { params, set } = useViewParams()
  const { live } = useLive()
  const { zone } = useClock()
  const text = params.toString()
  const [choice, view] = useMemo(() => {
    const own = new URLSearchParams(text)
    return [readMapChoice(own), readMapView(own)]
  }, [text])
  const query = useQuery({
    ...mapOptions(choice),
    initialData: initial?.key === mapKey(choice) ? initial.page : undefined,
    refetchInterval: live ? REFRESH_MS : false,
  })
  const cost = useQuery({
    ...costOptions({ range: choice.range, scope: choice.scope, groupBy: 'function' }),
    enabled: view.figure === 'cost' || view.asTable,
  })
  const page = query.data
  const subject = useSettled(mapKey(choice), query.isPlaceholderData)
  const drawn = useMemo(() => (page ? drawMap(page, view.groupBy) : null), [page, view.groupBy])
  const links = useMemo(() => (page ? linkMap(page, choice) : null), [page, choice])
  const tagKeys = useMemo(() => tagKeysOf(page?.nodes ?? []), [page])
  const costs = useMemo(() => costsOf(cost.data), [cost.data])
  const onNode = useCallback((node: string | null) => set({ node, edge: null }), [set])
  const onEdge = useCallback((edge: string | null) => set({ edge, node: null }), [set])
  return (
    <div className="flex flex-col gap-4">
      <PageTitle
        aside={
          <>
            <p role="status" className="text-muted text-sm tabular-nums">
              {page && describeMap(page, query.isPlaceholderData ? countedRange(page) : choice.range, zone)}
            </p>
            <OpenInAws page="map" />
          </>
        }
      >
        Map
      </PageTitle>
      <MapTools view={view} choice={choice} tagKeys={tagKeys} />
      {query.error && !page ? (
        <QueryError error={query.error} onRetry={query.refetch} />
      ) : page === undefined || drawn === null || links === null ? (
        <div className="skeleton h-[min(640px,70dvh)] min-h-80" />
      ) : page.hidden !== null && page.traces === 0 ? (
        <HiddenNotice hidden={page.hidden} />
      ) : page.countedFromMs === page.countedToMs ? (
        <Notice kind="waiting" title="Nothing of this window can be counted">
          Graphs of its traces are not kept any more, or yet to be drawn from what is stored.
        </Notice>
      ) : page.nodes.length === 0 ? (
        <NothingFound
          what="No trace began"
          read={page.read}
          source="traces"
          whileUnread={whenNothing}
          actions={
            choice.functionName !== null && (
              <Button onClick={() => set({ functionName: null, qualifier: null })}>Show all functions</Button>
            )
          }
        />
      ) : (
        <div className={classNames('flex flex-col gap-4', query.isPlaceholderData && 'stale')}>
          <MapBody {...{ page, drawn, view, links, costs, subject, onNode, onEdge }} first={initial?.layout ?? null} />
        </div>
      )}
    </div>
  )
}

/** A value as it was before another one was waited for. */
function useSettled(value: string, isWaiting: boolean): string {
  const [settled, setSettled] = useState(value)
  if (!isWaiting && settled !== value) setSettled(value)
  return isWaiting ? settled : value
}

/** What still stands of the choice before was counted over a window of its own. */
function countedRange({ countedFromMs: fromMs, countedToMs: toMs }: MapResponse): RangeChoice {
  return { fromMs, toMs }
}

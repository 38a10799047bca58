'use client'

import { useQuery } from '@tanstack/react-query'
import { RefusalsPanel } from '@/components/sync/refusals-panel'
import { RunsPanel } from '@/components/sync/runs-panel'
import { SourceCard } from '@/components/sync/source-card'
import { StoragePanel } from '@/components/sync/storage-panel'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { inScope } from '@/lib/client/place'
import { syncOptions } from '@/lib/client/sync-options'
import { useScope } from '@/lib/client/view-params'
import type { SyncResponse, SyncSource } from '@/lib/contracts/sync'

export function SyncScreen({ initial }: { initial: SyncResponse }) {
  const { data, error } = useQuery({ ...syncOptions(), initialData: initial })
  const { scope } = useScope()
  const places = groupByPlace(data.sources.filter((source) => inScope(scope, source)))
  return (
    <div className="flex flex-col gap-4">
      <PageTitle aside={<p className="text-muted text-sm">What was pulled, when, how far back, and what failed</p>}>
        Sync
      </PageTitle>
      {error && (
        <p role="alert" className="rounded-(--radius) border bg-fault-soft px-3 py-2 text-sm">
          These figures could not be brought up to date: {error.message}
        </p>
      )}
      {places.size === 0 && (
        <Notice kind="waiting" title="Nothing has been pulled yet">
          The worker writes here as soon as it begins. If this stays empty, look at its log.
        </Notice>
      )}
      {[...places.entries()].map(([place, sources]) => (
        <PlaceSources key={place} place={place} sources={sources} />
      ))}
      <RefusalsPanel refusals={data.refusals.filter((refusal) => inScope(scope, refusal))} />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
        <RunsPanel runs={data.runs.filter((run) => inScope(scope, run))} />
        <StoragePanel storage={data.storage} />
      </div>
    </div>
  )
}

function groupByPlace(sources: SyncSource[]): Map<string, SyncSource[]> {
  const places = new Map<string, SyncSource[]>()
  for (const source of sources) {
    const place = `${source.accountId} · ${source.region}`
    places.set(place, [...(places.get(place) ?? []), source])
  }
  return places
}

function PlaceSources({ place, sources }: { place: string; sources: SyncSource[] }) {
  return (
    <section aria-label={place}>
      <h2 className="mb-2 font-medium text-sm">{place}</h2>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {sources.map((source) => (
          <SourceCard key={source.kind} source={source} />
        ))}
      </div>
    </section>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { FIGURES, type MapView } from '@/components/traces/read-map-view'
import { FilterChip } from '@/components/ui/filter-chip'
import { SearchField } from '@/components/ui/search-field'
import { Segmented } from '@/components/ui/segmented'
import { type MapChoice, mapQualifiersOptions } from '@/lib/client/map-options'
import { useViewParams } from '@/lib/client/view-params'

const VIEWS = [
  { value: 'graph', label: 'Map' },
  { value: 'table', label: 'Table' },
] as const
const DIRECTIONS = [
  { value: 'both', label: 'Both ways' },
  { value: 'upstream', label: 'Upstream' },
  { value: 'downstream', label: 'Downstream' },
] as const

type Props = { view: MapView; choice: MapChoice; tagKeys: readonly string[] }

/** What a map is of, and how it is looked at; all of it stands in the URL. */
export function MapTools({ view, choice, tagKeys }: Props) {
  const { set } = useViewParams()
  const groups = ['none', 'type', 'account', ...tagKeys.map((key) => `tag:${key}`)]
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Find a service"
        className="w-full sm:w-56"
        value={view.find}
        onText={(find) => set({ find }, 'replace')}
      />
      <Segmented
        label="Show as"
        value={view.asTable ? 'table' : 'graph'}
        options={VIEWS}
        onChange={(next) => set({ view: next === 'table' ? 'table' : null })}
      />
      <Segmented
        label="Size and colour by"
        value={view.figure}
        options={FIGURES}
        onChange={(figure) => set({ figure: figure === 'requests' ? null : figure })}
      />
      <label className="flex items-center gap-1.5 text-muted text-xs">
        Group by
        <select
          value={view.groupBy}
          onChange={(event) =>
            set({ groupBy: event.target.value === 'none' ? null : event.target.value, node: null, edge: null })
          }
          className="h-7 rounded-(--radius) border border-line-strong bg-surface px-1.5 text-text"
        >
          {groups.map((group) => (
            <option key={group} value={group}>
              {group.replace(/^tag:/, 'tag ')}
            </option>
          ))}
        </select>
      </label>
      {view.node !== null && (
        <Segmented
          label="Highlight"
          value={view.direction}
          options={DIRECTIONS}
          onChange={(around) => set({ around: around === 'both' ? null : around })}
        />
      )}
      {choice.functionName !== null && (
        <FilterChip
          label="function"
          value={choice.qualifier === null ? choice.functionName : `${choice.functionName}:${choice.qualifier}`}
          onRemove={() => set({ functionName: null, qualifier: null })}
        />
      )}
      {choice.functionName !== null && <QualifierChoice choice={choice} />}
    </div>
  )
}

/** Narrows the map further, to the traces of a version or of the versions that are an alias' own. */
function QualifierChoice({ choice }: { choice: MapChoice }) {
  const { set } = useViewParams()
  const { data } = useQuery(mapQualifiersOptions(choice))
  const known = (data?.items ?? []).map(({ qualifier }) => qualifier)
  const all = choice.qualifier === null || known.includes(choice.qualifier) ? known : [choice.qualifier, ...known]
  return (
    <label className="flex items-center gap-1.5 text-muted text-xs">
      Qualifier
      <select
        value={choice.qualifier ?? ''}
        onChange={(event) => set({ qualifier: event.target.value })}
        className="h-7 rounded-(--radius) border border-line-strong bg-surface px-1.5 text-text"
      >
        <option value="">all</option>
        {all.map((qualifier) => (
          <option key={qualifier}>{qualifier}</option>
        ))}
      </select>
    </label>
  )
}

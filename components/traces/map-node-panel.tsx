'use client'

import type { DrawnNode } from '@/components/traces/draw-map'
import { isFunction } from '@/components/traces/draw-map'
import { nameType } from '@/components/traces/graph-icon'
import { labelEdge } from '@/components/traces/map-figures'
import { serviceFilter } from '@/components/traces/map-links'
import { FailingTraces, MapFigures, MapPanel } from '@/components/traces/map-panel'
import { edgeKey } from '@/components/traces/read-map-view'
import { AppLink } from '@/components/ui/app-link'
import { functionPath } from '@/lib/client/function-ref'
import { oneFunction } from '@/lib/client/one-function'
import type { GraphEdge, MapNode, MapResponse } from '@/lib/contracts/map'

type Props = {
  node: DrawnNode
  page: MapResponse
  windowMs: number
  onNode(id: string | null): void
  onEdge(key: string): void
}

/** Figures of a node, where they lead to, and what it calls and is called by. */
export function MapNodePanel({ node, page, windowMs, onNode, onEdge }: Props) {
  const [only] = node.members
  if (node.members.length > 1 || only === undefined) return <GroupPanel {...{ node, windowMs, onNode }} />
  const names = new Map(page.nodes.map(({ id, name }) => [id, name]))
  const calls = (heading: string, edges: readonly GraphEdge[], end: 'from' | 'to') =>
    edges.length > 0 && (
      <section>
        <h3 className="mb-1 font-medium text-xs">{heading}</h3>
        <ul className="flex flex-col gap-1">
          {edges.map((edge) => (
            <li key={edgeKey(edge)} className="text-xs">
              <button type="button" onClick={() => onEdge(edgeKey(edge))} className="text-accent hover:underline">
                {names.get(edge[end]) ?? edge[end]}
              </button>
              <span className="figures block text-muted">
                {edge.kind === 'link' && 'messages · '}
                {labelEdge(edge.stats, windowMs)}
              </span>
            </li>
          ))}
        </ul>
      </section>
    )
  return (
    <MapPanel label="Service" title={only.name} note={describeNode(only)} onClose={() => onNode(null)}>
      <MapFigures stats={only.stats} windowMs={windowMs} linkOf={(outcome) => serviceFilter(only, outcome)} />
      <FailingTraces failures={only.failures} />
      {only.inferred && only.type !== 'client' && (
        <p className="text-muted text-xs">
          It sends no segments of its own: its figures are those of the calls to it, as the callers saw them.
        </p>
      )}
      <Links node={only} />
      {calls(
        'Called by',
        page.edges.filter(({ to }) => to === only.id),
        'from',
      )}
      {calls(
        'Calls',
        page.edges.filter(({ from }) => from === only.id),
        'to',
      )}
    </MapPanel>
  )
}

function describeNode({ type, accountId, regions }: MapNode): string {
  return [nameType(type), accountId, regions.join(', ')].filter((part) => part !== null && part !== '').join(' · ')
}

function Links({ node }: { node: MapNode }) {
  const [region] = node.regions
  const isInOne = node.regions.length === 1
  const place = { accountId: isInOne ? node.accountId : null, region: isInOne ? (region ?? null) : null }
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1">
      <AppLink to="/traces" params={{ filter: serviceFilter(node) }} className="text-accent hover:underline">
        Traces with it
      </AppLink>
      {isFunction(node) && region !== undefined && (
        <>
          <AppLink to={functionPath(node)} params={place} className="text-accent hover:underline">
            Function
          </AppLink>
          {node.regions.map((own) => (
            <AppLink
              key={own}
              to="/map"
              params={{
                ...oneFunction({ name: node.name, accountId: node.accountId ?? '', region: own }),
                node: node.id,
              }}
              className="text-accent hover:underline"
            >
              Map of its traces alone{isInOne ? '' : ` in ${own}`}
            </AppLink>
          ))}
        </>
      )}
    </p>
  )
}

function GroupPanel({ node, windowMs, onNode }: Pick<Props, 'node' | 'windowMs' | 'onNode'>) {
  return (
    <MapPanel label="Service" title={node.name} note={`${node.members.length} services`} onClose={() => onNode(null)}>
      <MapFigures stats={node.stats} windowMs={windowMs} linkOf={() => null} />
      <p className="text-muted text-xs">Percentiles of several services cannot be added up. Each has its own:</p>
      <ul className="flex flex-col gap-1">
        {node.members.map((member) => (
          <li key={member.id} className="flex justify-between gap-2 text-xs">
            <AppLink to="/map" params={{ node: member.id }} className="truncate text-accent hover:underline">
              {member.name}
            </AppLink>
            <span className="figures whitespace-nowrap text-muted">{labelEdge(member.stats, windowMs)}</span>
          </li>
        ))}
      </ul>
    </MapPanel>
  )
}

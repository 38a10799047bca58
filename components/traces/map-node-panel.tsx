'use client'

import type { DrawnMap, DrawnNode } from '@/components/traces/draw-map'
import { isFunction } from '@/components/traces/draw-map'
import { nameType } from '@/components/traces/graph-icon'
import { labelEdge } from '@/components/traces/map-figures'
import type { MapLinks } from '@/components/traces/map-links'
import { FailingTraces, MapFigures, MapPanel } from '@/components/traces/map-panel'
import { edgeKey } from '@/components/traces/read-map-view'
import { AppLink } from '@/components/ui/app-link'
import { functionPath } from '@/lib/client/function-ref'
import { oneFunction } from '@/lib/client/one-function'
import type { MapNode } from '@/lib/contracts/map'

type Props = {
  node: DrawnNode
  /** The map that holds it and its edges. */
  within: DrawnMap
  names: ReadonlyMap<string, string>
  links: MapLinks
  windowMs: number
  onNode(id: string | null): void
  onEdge(key: string): void
}

/** Figures of a node, where they lead to, and what it calls and is called by. */
export function MapNodePanel({ node, within, names, links, windowMs, onNode, onEdge }: Props) {
  const [only] = node.members
  const ways = <Ways {...{ node, within, names, windowMs, onEdge }} />
  if (node.members.length > 1 || only === undefined) {
    return <GroupPanel {...{ node, windowMs, onNode }}>{ways}</GroupPanel>
  }
  return (
    <MapPanel label="Service" title={only.name} note={describeNode(only)} onClose={() => onNode(null)}>
      <MapFigures stats={only.stats} windowMs={windowMs} linkOf={(outcome) => links.ofNode(only, outcome)} />
      <FailingTraces failures={only.failures} />
      {only.inferred && only.type !== 'client' && (
        <p className="text-muted text-xs">
          It sends no segments of its own: its figures are those of the calls to it, as the callers saw them.
        </p>
      )}
      <Links node={only} links={links} />
      {ways}
    </MapPanel>
  )
}

function describeNode({ type, accountId, regions }: MapNode): string {
  return [nameType(type), accountId, regions.join(', ')].filter((part) => part !== null && part !== '').join(' · ')
}

/** The edges of a node; each can be opened. */
function Ways({ node, within, names, windowMs, onEdge }: Omit<Props, 'links' | 'onNode'>) {
  const ends = [
    { heading: 'Called by', edges: within.edges.filter(({ to }) => to === node.id), end: 'from' },
    { heading: 'Calls', edges: within.edges.filter(({ from }) => from === node.id), end: 'to' },
  ] as const
  return ends.map(
    ({ heading, edges, end }) =>
      edges.length > 0 && (
        <section key={heading}>
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
      ),
  )
}

function Links({ node, links }: { node: MapNode; links: MapLinks }) {
  const [region] = node.regions
  const isInOne = node.regions.length === 1
  const place = { accountId: isInOne ? node.accountId : null, region: isInOne ? (region ?? null) : null }
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1">
      <AppLink to="/traces" params={links.ofNode(node)} className="text-accent hover:underline">
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

type GroupProps = Pick<Props, 'node' | 'windowMs' | 'onNode'> & { children: React.ReactNode }

function GroupPanel({ node, windowMs, onNode, children }: GroupProps) {
  return (
    <MapPanel label="Service" title={node.name} note={`${node.members.length} services`} onClose={() => onNode(null)}>
      <MapFigures stats={node.stats} windowMs={windowMs} linkOf={() => null} />
      <p className="text-muted text-xs">Percentiles of several services cannot be added up. Each has its own:</p>
      <ul className="flex flex-col gap-1">
        {node.members.map((member) => (
          <li key={member.id} className="flex justify-between gap-2 text-xs">
            <button
              type="button"
              onClick={() => onNode(member.id)}
              className="truncate text-left text-accent hover:underline"
            >
              {member.name}
            </button>
            <span className="figures whitespace-nowrap text-muted">{labelEdge(member.stats, windowMs)}</span>
          </li>
        ))}
      </ul>
      {children}
    </MapPanel>
  )
}

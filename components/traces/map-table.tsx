'use client'

import type { DrawnMap } from '@/components/traces/draw-map'
import { nameType } from '@/components/traces/graph-icon'
import { type Costs, failedShare, figureOf, formatRate } from '@/components/traces/map-figures'
import { edgeKey } from '@/components/traces/read-map-view'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { classNames } from '@/lib/client/class-names'
import { formatCount, formatDuration, formatPercent, formatUsd } from '@/lib/domain/format'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'

type Props = {
  map: DrawnMap
  costs: Costs
  windowMs: number
  near: ReadonlySet<string> | null
  onNode(id: string): void
  onEdge(key: string): void
}

const FIGURE_COLUMNS = [
  { label: 'Requests', number: true },
  { label: 'Rate', number: true, wideOnly: true },
  { label: 'Errors', number: true, wideOnly: true },
  { label: 'Throttles', number: true, wideOnly: true },
  { label: 'Faults', number: true },
  { label: 'Failed', number: true, wideOnly: true },
  { label: 'p50', number: true, wideOnly: true },
  { label: 'p95', number: true },
]

/** A name too long for its column ends in an ellipsis; on phones there is room for three figures beside it. */
const NAME = 'block max-w-72 truncate max-sm:max-w-28'

/** The same facts as the drawing, as two tables. */
export function MapTable({ map, costs, windowMs, near, onNode, onEdge }: Props) {
  const names = new Map(map.nodes.map(({ id, name }) => [id, name]))
  const nodes = map.nodes.filter(({ id }) => near === null || near.has(id))
  const edges = map.edges.filter(({ from, to }) => near === null || (near.has(from) && near.has(to)))
  return (
    <div className="flex flex-col gap-4">
      <Panel title={`Services · ${nodes.length}`}>
        <FigureTable
          label="Services of the map"
          orderParam="nodes"
          columns={[
            { label: 'Service' },
            { label: 'Type', wideOnly: true },
            ...FIGURE_COLUMNS,
            { label: 'Cost', number: true, wideOnly: true },
          ]}
          rows={nodes.map((node) => {
            const kind = node.members.length > 1 ? `${node.members.length} services` : nameType(node.type)
            const usd = figureOf(node, 'cost', costs)
            return {
              key: node.id,
              cells: [
                <Opener key="open" text={node.name} onOpen={() => onNode(node.id)} />,
                kind,
                ...figureCells(node.stats, windowMs),
                formatUsd(usd),
              ],
              values: [node.name, kind, ...figureValues(node.stats), usd],
            }
          })}
        />
      </Panel>
      <Panel title={`Calls and messages · ${edges.length}`}>
        <FigureTable
          label="Calls and messages of the map"
          orderParam="edges"
          columns={[{ label: 'From' }, { label: 'To' }, { label: 'Operation', wideOnly: true }, ...FIGURE_COLUMNS]}
          rows={edges.map((edge) => {
            const [from, to] = [names.get(edge.from) ?? edge.from, names.get(edge.to) ?? edge.to]
            const operations = operationsOf(edge)
            return {
              key: edgeKey(edge),
              cells: [
                <Opener key="open" text={from} onOpen={() => onEdge(edgeKey(edge))} />,
                <span key="to" title={to} className={NAME}>
                  {to}
                </span>,
                operations,
                ...figureCells(edge.stats, windowMs),
              ],
              values: [from, to, operations, ...figureValues(edge.stats)],
            }
          })}
        />
      </Panel>
    </div>
  )
}

function Opener({ text, onOpen }: { text: string; onOpen(): void }) {
  return (
    <button
      type="button"
      title={text}
      onClick={onOpen}
      className={classNames(NAME, 'w-full text-left font-medium hover:underline')}
    >
      {text}
    </button>
  )
}

function operationsOf({ kind, members }: DrawnMap['edges'][number]): string {
  if (kind === 'link') return 'messages'
  const names = new Set(members.flatMap(({ operations }) => operations.map(({ operation }) => operation)))
  return [...names].filter((name) => name !== null).join(', ') || '—'
}

function figureCells(stats: GraphStats, windowMs: number): string[] {
  const { count, error, throttle, fault, p50Ms, p95Ms } = stats
  return [
    formatCount(count),
    formatRate(count, windowMs),
    ...[error, throttle, fault].map(formatCount),
    formatPercent(failedShare(stats)),
    formatDuration(p50Ms),
    formatDuration(p95Ms),
  ]
}

function figureValues(stats: GraphStats): (number | null)[] {
  const { count, error, throttle, fault, p50Ms, p95Ms } = stats
  return [count, count, error, throttle, fault, failedShare(stats), p50Ms, p95Ms]
}

'use client'

import { nameType } from '@/components/traces/graph-icon'
import { FigureTable } from '@/components/ui/figure-table'
import type { GraphResponse } from '@/lib/contracts/traces'
import { formatCount, formatDuration, formatPercent } from '@/lib/domain/format'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'

type Props = { graph: GraphResponse; onSelectSpan(id: string): void }

const FIGURE_COLUMNS = [
  { label: 'Calls', number: true },
  { label: 'Errors', number: true, wideOnly: true, title: '4xx other than 429' },
  { label: 'Throttles', number: true, wideOnly: true, title: '429' },
  { label: 'Faults', number: true, wideOnly: true, title: '5xx' },
  { label: 'Failed', number: true },
  { label: 'p50', number: true, wideOnly: true },
  { label: 'p95', number: true },
]

/** The same facts as the drawing of a trace's graph, as two tables. A service leads to its first span. */
export function TraceGraphTables({ graph: { nodes, edges }, onSelectSpan }: Props) {
  const names = new Map(nodes.map(({ id, name }) => [id, name]))
  return (
    <>
      <FigureTable
        label="Services of the trace"
        orderParam="services"
        columns={[{ label: 'Service' }, { label: 'Type', wideOnly: true }, ...FIGURE_COLUMNS]}
        rows={nodes.map(({ id, name, type, stats, spanId }) => ({
          key: id,
          cells: [
            <Service key="name" name={name} onOpen={spanId === null ? null : () => onSelectSpan(spanId)} />,
            nameType(type),
            ...textsOf(stats),
          ],
          values: [name, nameType(type), ...valuesOf(stats)],
        }))}
      />
      <FigureTable
        label="Calls and messages of the trace"
        orderParam="calls"
        columns={[{ label: 'From' }, { label: 'To' }, { label: 'Operation', wideOnly: true }, ...FIGURE_COLUMNS]}
        rows={edges.map((edge) => {
          const words = [names.get(edge.from) ?? edge.from, names.get(edge.to) ?? edge.to, operationsOf(edge)]
          return {
            key: `${edge.from}>${edge.to}>${edge.kind}`,
            cells: [...words, ...textsOf(edge.stats)],
            values: [...words, ...valuesOf(edge.stats)],
          }
        })}
      />
    </>
  )
}

function Service({ name, onOpen }: { name: string; onOpen: (() => void) | null }) {
  if (onOpen === null) return <span className="font-medium">{name}</span>
  return (
    <button
      type="button"
      title={`Show the first span of ${name}`}
      onClick={onOpen}
      className="max-w-72 truncate rounded font-medium text-accent hover:underline max-sm:max-w-[140px]"
    >
      {name}
    </button>
  )
}

function operationsOf({ kind, operations }: GraphResponse['edges'][number]): string {
  if (kind === 'link') return 'messages'
  return operations.flatMap(({ operation }) => (operation === null ? [] : [operation])).join(', ') || '—'
}

function textsOf(stats: GraphStats): string[] {
  const { count, error, throttle, fault, p50Ms, p95Ms } = stats
  const counts = [count, error, throttle, fault].map(formatCount)
  return [...counts, formatPercent(failedShare(stats)), formatDuration(p50Ms), formatDuration(p95Ms)]
}

function valuesOf(stats: GraphStats): (number | null)[] {
  const { count, error, throttle, fault, p50Ms, p95Ms } = stats
  return [count, error, throttle, fault, failedShare(stats), p50Ms, p95Ms]
}

function failedShare({ count, ok }: GraphStats): number | null {
  return count === 0 ? null : (count - ok) / count
}

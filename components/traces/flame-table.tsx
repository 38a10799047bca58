'use client'

import type { FlameNode } from '@/components/traces/flame-state'
import { FigureTable } from '@/components/ui/figure-table'
import { formatCount, formatDuration, formatPercent } from '@/lib/domain/format'

const COLUMNS = [
  { label: 'Call path', width: 320 },
  { label: 'Service', width: 180, wideOnly: true },
  { label: 'Spans', number: true, width: 72 },
  { label: 'Failed', number: true, width: 72, wideOnly: true },
  { label: 'Self', number: true, width: 88 },
  { label: 'Total', number: true, width: 88, wideOnly: true },
  { label: 'Share', number: true, width: 80, title: 'Self time of it and all below it, of that of the trace' },
]

type Props = { nodes: readonly FlameNode[]; onSelectSpan(id: string): void }

/** The same facts as the flame graph, a row a call path. */
export function FlameTable({ nodes, onSelectSpan }: Props) {
  const rows = nodes.map((node, index) => {
    const { name, operation, depth, service, count, failed, selfMs, totalMs, width, slowestId } = node
    const label = operation === null ? name : `${name} ${operation}`
    return {
      key: String(index),
      values: [undefined, service, count, failed, selfMs, totalMs, width],
      cells: [
        <button
          key="path"
          type="button"
          title={label}
          onClick={() => onSelectSpan(slowestId)}
          style={{ paddingLeft: Math.min(depth, 12) * 12 }}
          className="block max-w-full truncate rounded text-left text-accent hover:underline max-sm:max-w-[170px]"
        >
          {label}
        </button>,
        service,
        formatCount(count),
        formatCount(failed),
        formatDuration(selfMs),
        formatDuration(totalMs),
        formatPercent(width),
      ],
    }
  })
  return (
    <FigureTable
      label="Flame graph as a table"
      columns={COLUMNS}
      rows={rows}
      orderParam="by"
      minWidth={860}
      className="max-h-[480px]"
    />
  )
}

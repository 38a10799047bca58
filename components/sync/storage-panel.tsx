import { Panel } from '@/components/ui/panel'
import type { SyncResponse } from '@/lib/contracts/sync'
import { formatBytes, formatCount } from '@/lib/domain/format'

/** Rows and size of each table, largest first. Rows are Postgres's own estimate. */
export function StoragePanel({ stored }: { stored: SyncResponse['stored'] }) {
  const rows = [...stored].sort((a, b) => b.bytes - a.bytes)
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <Panel title={`Stored · ${formatBytes(total)}`} help="Rows are the database's own estimate; sizes include indexes.">
      <table className="mb-2 w-full text-sm">
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="px-3 text-left font-normal">
              Table
            </th>
            <th scope="col" className="px-3 text-right font-normal">
              Rows
            </th>
            <th scope="col" className="px-3 text-right font-normal">
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ table, rows: count, bytes }) => (
            <tr key={table}>
              <th scope="row" className="px-3 py-0.5 text-left font-mono font-normal text-xs">
                {table}
              </th>
              <td title={String(count)} className="figures px-3 text-right text-muted">
                {formatCount(count)}
              </td>
              <td className="figures px-3 text-right">{formatBytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

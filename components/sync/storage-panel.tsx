'use client'

import { Panel } from '@/components/ui/panel'
import type { Storage, StorageKind } from '@/lib/contracts/sync'
import { formatBytes } from '@/lib/domain/format'

const LABELS: Readonly<Record<StorageKind['kind'], string>> = {
  logLines: 'Log lines',
  invocations: 'Invocations',
  traceDocuments: 'Trace documents',
  traces: 'Traces',
  metricPoints: 'Metric points',
  minuteRollups: 'Rollups by minute',
  hourRollups: 'Rollups by hour',
  syncRuns: 'Runs of the pull',
  apiUsage: 'Calls to AWS',
  other: 'Everything else',
}
const HEAD = ['Kind, kept for', 'Now', 'A day', 'In full']

/** Room on disk by kind, largest first, and how large the database becomes. */
export function StoragePanel({ storage }: { storage: Storage }) {
  const kinds = [...storage.kinds].sort((a, b) => (b.fullBytes ?? b.bytes) - (a.fullBytes ?? a.bytes))
  return (
    <Panel
      title={`Stored · ${formatBytes(storage.totalBytes)}`}
      help="Measured sizes with their indexes. A day is known once a quarter of one is stored, and of log lines once a day is packed. In full: when everything is as old as it is kept."
    >
      {storage.warning !== null && (
        <p role="status" className="mx-3 mb-2 rounded-(--radius) border bg-fault-soft px-3 py-2 text-sm">
          {storage.warning}
        </p>
      )}
      <table className="w-full text-sm">
        <thead>
          <tr className="text-muted text-xs">
            {HEAD.map((label, place) => (
              <th
                key={label}
                scope="col"
                className={place === 0 ? 'px-3 text-left font-normal' : 'pr-3 text-right font-normal'}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <KindRow key={kind.kind} kind={kind} />
          ))}
        </tbody>
      </table>
      <p className="border-t px-3 py-2 text-muted text-xs">{describeForecast(storage)}</p>
    </Panel>
  )
}

function KindRow({ kind: { kind, bytes, dayBytes, keptDays, fullBytes } }: { kind: StorageKind }) {
  const figure = 'figures whitespace-nowrap pr-3 text-right'
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap px-3 py-0.5 text-left font-normal">
        {LABELS[kind]}
        {keptDays !== null && <span className="figures ml-1.5 text-faint text-xs">{keptDays} d</span>}
      </th>
      <td className={figure}>{formatBytes(bytes)}</td>
      <td className={`${figure} text-muted`}>{formatBytes(dayBytes)}</td>
      <td className={figure}>{formatBytes(fullBytes)}</td>
    </tr>
  )
}

function describeForecast({ fullBytes, fullAtMs, freeBytes }: Storage): string {
  const free = freeBytes === null ? '' : ` The disk has ${formatBytes(freeBytes)} left.`
  if (fullBytes === null) return `How large it becomes is known once a day is stored and packed.${free}`
  const day = fullAtMs === null ? '' : `, on ${new Date(fullAtMs).toISOString().slice(0, 10)}`
  return `About ${formatBytes(fullBytes)} when full${day}.${free}`
}

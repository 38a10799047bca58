'use client'

import { type ReactNode, useMemo } from 'react'
import type { DataTable } from '@/components/charts/data-table'
import type { ScatterColumns } from '@/components/traces/prepare-scatter'
import { TraceStatus } from '@/components/traces/trace-status'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime, formatDuration, shortenId } from '@/lib/domain/format'
import { TRACE_STATUSES } from '@/lib/domain/traces/groups/trace-status'

const COLUMNS = [{ label: 'Trace' }, { label: 'Began' }, { label: 'Outcome' }, { label: 'Took', number: true }]

/** The points as a table: each with a link to its trace. Of many points only those on the screen are put into words. */
export function ScatterTable({ columns }: { columns: ScatterColumns }) {
  const { zone } = useClock()
  const rows = useMemo(
    () => columns.ids.map((id, at) => ({ key: `${id} ${at}`, cells: () => cellsOf(columns, at, zone) })),
    [columns, zone],
  )
  return (
    <FigureTable
      label="Data of the traces by start and duration"
      className="my-2 max-h-80"
      minWidth={480}
      columns={COLUMNS}
      rows={rows}
    />
  )
}

function cellsOf({ ids, startsMs, durationsMs, statuses }: ScatterColumns, at: number, zone: string): ReactNode[] {
  const id = ids[at] ?? ''
  return [
    <AppLink key="id" to={`/traces/${id}`} className="font-mono text-accent text-xs hover:underline">
      {shortenId(id, 10, 6)}
    </AppLink>,
    formatAbsoluteTime(startsMs[at] ?? 0, zone),
    <TraceStatus key="status" status={statusOfLetter(statuses[at])} />,
    formatDuration(durationsMs[at] ?? null),
  ]
}

/** The points to be taken along. */
export function tableOfPoints({ ids, startsMs, durationsMs, statuses }: ScatterColumns): DataTable {
  return {
    columns: ['trace', 'started', 'status', 'durationMs'],
    rows: ids.map((id, at) => [
      id,
      new Date(startsMs[at] ?? 0).toISOString(),
      statusOfLetter(statuses[at]),
      durationsMs[at] ?? null,
    ]),
  }
}

function statusOfLetter(letter: string | undefined) {
  return TRACE_STATUSES.find((status) => status[0] === letter) ?? 'ok'
}

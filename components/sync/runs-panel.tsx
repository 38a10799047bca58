'use client'

import { Badge } from '@/components/ui/badge'
import type { FigureColumn } from '@/components/ui/figure-order'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { sourceTone } from '@/lib/client/source-tone'
import type { SyncRun } from '@/lib/contracts/sync'
import { formatCount, formatDuration } from '@/lib/domain/format'

/* What has no width shares what the others leave. */
const COLUMNS: FigureColumn[] = [
  { label: 'Began', width: 76 },
  { label: 'Step' },
  { label: 'Region', width: 100, wideOnly: true },
  { label: 'Of' },
  { label: 'Outcome', width: 76 },
  { label: 'Took', number: true, width: 84 },
  { label: 'Calls', number: true, width: 64, wideOnly: true },
  { label: 'Rows', number: true, width: 64, wideOnly: true },
  { label: 'Window', number: true, width: 96, wideOnly: true },
]
/** What most log groups begin with says nothing. */
const LAMBDA_GROUPS = /^\/aws\/lambda\//

/** The newest runs of the worker's steps. */
export function RunsPanel({ runs }: { runs: SyncRun[] }) {
  const rows = runs.map((run) => ({ key: String(run.id), cells: cellsOf(run) }))
  return (
    <Panel title="Recent runs" help="One row for each run of a step of the worker, newest first.">
      {runs.length === 0 ? (
        <p className="px-3 py-6 text-center text-muted text-sm">No step has run yet.</p>
      ) : (
        <FigureTable label="Recent runs" columns={COLUMNS} rows={rows} minWidth={820} className="max-h-[560px]" />
      )}
    </Panel>
  )
}

function cellsOf({ step, region, subject, outcome, detail, startedAtMs, endedAtMs, calls, rows, ...run }: SyncRun) {
  const window = run.fromMs === null || run.toMs === null ? null : run.toMs - run.fromMs
  return [
    <RelativeTime key="began" atMs={startedAtMs} />,
    <span key="step" title={step}>
      {step}
    </span>,
    region,
    <span key="of" title={subject} className="text-muted">
      {subject.replace(LAMBDA_GROUPS, '')}
    </span>,
    <span key="outcome" title={detail ?? undefined}>
      <Badge tone={sourceTone(outcome)}>{outcome}</Badge>
    </span>,
    formatDuration(endedAtMs - startedAtMs),
    formatCount(calls),
    formatCount(rows),
    <span key="window" title={run.fromMs === null ? undefined : `From ${new Date(run.fromMs).toISOString()}`}>
      {window === null ? '—' : formatDuration(window)}
    </span>,
  ]
}

'use client'

import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { sourceTone } from '@/lib/client/source-tone'
import type { SyncRun } from '@/lib/contracts/sync'
import { formatCount, formatDuration } from '@/lib/domain/format'

const HEAD = [
  { label: 'Began' },
  { label: 'Step' },
  { label: 'Region' },
  { label: 'Of' },
  { label: 'Outcome' },
  { label: 'Took', number: true },
  { label: 'Calls', number: true },
  { label: 'Rows', number: true },
  { label: 'Window', number: true },
]

/** The newest runs of the worker's steps. */
export function RunsPanel({ runs }: { runs: SyncRun[] }) {
  return (
    <Panel title="Recent runs" help="One row for each run of a step of the worker, newest first.">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section aria-label="Recent runs" tabIndex={0} className="max-h-[560px] overflow-auto">
        <table className="w-full min-w-[820px] border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              {HEAD.map(({ label, number }) => (
                <th
                  key={label}
                  scope="col"
                  className={classNames(
                    'sticky top-0 h-8 border-y bg-surface px-3 font-normal text-muted text-xs',
                    number ? 'text-right' : 'text-left',
                  )}
                >
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </table>
        {runs.length === 0 && <p className="px-3 py-6 text-center text-muted text-sm">No step has run yet.</p>}
      </section>
    </Panel>
  )
}

function RunRow({ run }: { run: SyncRun }) {
  const cell = 'h-8 whitespace-nowrap border-b border-b-grid px-3'
  const figure = `${cell} figures text-right text-muted`
  return (
    <tr className="hover:bg-hover">
      <td className={cell}>
        <RelativeTime atMs={run.startedAtMs} />
      </td>
      <td className={cell}>{run.step}</td>
      <td className={classNames(cell, 'text-muted')}>{run.region}</td>
      <td title={run.subject} className={classNames(cell, 'max-w-44 truncate text-muted')}>
        {run.subject}
      </td>
      <td title={run.detail ?? undefined} className={cell}>
        <Badge tone={sourceTone(run.outcome)}>{run.outcome}</Badge>
      </td>
      <td className={figure}>{formatDuration(run.endedAtMs - run.startedAtMs)}</td>
      <td className={figure}>{formatCount(run.calls)}</td>
      <td className={figure}>{formatCount(run.rows)}</td>
      <td className={figure} title={run.fromMs === null ? undefined : `From ${new Date(run.fromMs).toISOString()}`}>
        {run.fromMs === null || run.toMs === null ? '—' : formatDuration(run.toMs - run.fromMs)}
      </td>
    </tr>
  )
}

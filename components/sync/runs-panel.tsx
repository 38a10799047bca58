'use client'

import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { classNames } from '@/lib/client/class-names'
import { sourceTone } from '@/lib/client/source-tone'
import type { SyncRun } from '@/lib/contracts/sync'
import { formatCount, formatDuration } from '@/lib/domain/format'

/** isMore: where there is no room for it on a phone. phone: how wide it is there. */
const HEAD = [
  { label: 'Began', phone: 'max-sm:w-[76px]' },
  { label: 'Step', phone: 'max-sm:w-[68px]' },
  { label: 'Region', isMore: true },
  { label: 'Of' },
  { label: 'Outcome', phone: 'max-sm:w-[66px]' },
  { label: 'Took', number: true, phone: 'max-sm:w-[66px]' },
  { label: 'Calls', number: true, isMore: true },
  { label: 'Rows', number: true, isMore: true },
  { label: 'Window', number: true, isMore: true },
]
const MORE = 'max-sm:hidden'
/** What most log groups begin with says nothing. */
const LAMBDA_GROUPS = /^\/aws\/lambda\//

/** The newest runs of the worker's steps. */
export function RunsPanel({ runs }: { runs: SyncRun[] }) {
  return (
    <Panel title="Recent runs" help="One row for each run of a step of the worker, newest first.">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section aria-label="Recent runs" tabIndex={0} className="max-h-[560px] overflow-auto">
        <table className="w-full border-separate border-spacing-0 text-sm max-sm:table-fixed sm:min-w-[820px]">
          <thead>
            <tr>
              {HEAD.map(({ label, number, isMore, phone }) => (
                <th
                  key={label}
                  scope="col"
                  className={classNames(
                    'sticky top-0 h-8 border-y bg-surface px-2 font-normal text-muted text-xs sm:px-3',
                    isMore ? MORE : phone,
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
  const cell = 'h-8 whitespace-nowrap border-b border-b-grid px-2 sm:px-3'
  const figure = `${cell} figures text-right text-muted`
  return (
    <tr className="hover:bg-hover">
      <td className={cell}>
        <RelativeTime atMs={run.startedAtMs} />
      </td>
      <td title={run.step} className={classNames(cell, 'truncate')}>
        {run.step}
      </td>
      <td className={classNames(cell, 'text-muted', MORE)}>{run.region}</td>
      <td title={run.subject} className={classNames(cell, 'truncate text-muted sm:max-w-44')}>
        {run.subject.replace(LAMBDA_GROUPS, '')}
      </td>
      <td title={run.detail ?? undefined} className={cell}>
        <Badge tone={sourceTone(run.outcome)}>{run.outcome}</Badge>
      </td>
      <td className={figure}>{formatDuration(run.endedAtMs - run.startedAtMs)}</td>
      <td className={classNames(figure, MORE)}>{formatCount(run.calls)}</td>
      <td className={classNames(figure, MORE)}>{formatCount(run.rows)}</td>
      <td
        className={classNames(figure, MORE)}
        title={run.fromMs === null ? undefined : `From ${new Date(run.fromMs).toISOString()}`}
      >
        {run.fromMs === null || run.toMs === null ? '—' : formatDuration(run.toMs - run.fromMs)}
      </td>
    </tr>
  )
}

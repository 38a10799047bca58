import { classNames } from '@/lib/client/class-names'
import type { EventFunnel as Counts } from '@/lib/contracts/triggers'
import { formatCount, formatPercent } from '@/lib/domain/format'

type Stage = { key: keyof Counts; label: string; help: string; tone: string; always?: boolean }

const STAGES: readonly Stage[] = [
  {
    key: 'polled',
    label: 'Polled',
    help: 'PolledEventCount: events that Lambda read.',
    tone: 'bg-accent-solid',
    always: true,
  },
  { key: 'filteredOut', label: 'Filtered out', help: 'FilteredOutEventCount: met no filter.', tone: 'bg-line-strong' },
  { key: 'invoked', label: 'Invoked', help: 'InvokedEventCount: given to the function.', tone: 'bg-ok', always: true },
  {
    key: 'failed',
    label: 'Failed',
    help: 'FailedInvokeEventCount: the function failed on them, or was throttled.',
    tone: 'bg-fault',
    always: true,
  },
  {
    key: 'sentOnFailure',
    label: 'Sent on failure',
    help: 'OnFailureDestinationDeliveredEventCount: given up, and kept by the destination.',
    tone: 'bg-error',
  },
  {
    key: 'dropped',
    label: 'Dropped',
    help: 'DroppedEventCount: given up, and kept nowhere.',
    tone: 'bg-fault',
    always: true,
  },
  { key: 'deleted', label: 'Deleted', help: 'DeletedEventCount: done, and taken out of the queue.', tone: 'bg-ok' },
  {
    key: 'pollingErrors',
    label: 'Polling errors',
    help: 'PollingErrorCount: reading the source failed.',
    tone: 'bg-fault',
  },
]

/** What became of the events of a mapping, each count as a share of what was polled. */
export function EventFunnel({ counts }: { counts: Counts }) {
  const { polled } = counts
  const most = Math.max(1, ...Object.values(counts).map((count) => count ?? 0))
  return (
    <dl
      aria-label="Events"
      className="grid grid-cols-[max-content_max-content_minmax(0,1fr)] items-center gap-x-3 gap-y-1.5 text-sm"
    >
      {STAGES.filter(({ key, always }) => always || counts[key]).map(({ key, label, help, tone }) => {
        const count = counts[key]
        return (
          <div key={key} title={help} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd title={count === null ? undefined : String(count)} className="figures text-right font-medium">
              {formatCount(count)}
            </dd>
            <dd className="flex items-center gap-2">
              <span
                aria-hidden
                className={classNames('h-2 rounded-full', tone)}
                style={{ width: `${((count ?? 0) / most) * 70}%` }}
              />
              {key !== 'polled' && polled !== null && polled > 0 && count !== null && (
                <span className="figures text-faint text-xs">{formatPercent(count / polled)}</span>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

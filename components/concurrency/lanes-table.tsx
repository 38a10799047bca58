import { ChevronDown } from 'lucide-react'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Popover } from '@/components/ui/popover'
import { RelativeTime } from '@/components/ui/relative-time'
import { ResultMark } from '@/components/ui/result-mark'
import { useClock } from '@/lib/client/clock'
import type { Lane, LaneBar } from '@/lib/domain/concurrency/layout-lanes'
import { environmentName } from '@/lib/domain/environment-name'
import { formatAbsoluteTime, formatCount, formatDuration, formatPercent } from '@/lib/domain/format'

/** Every environment with what it ran; its invocations one by one, the newest first. */
export function LanesTable({ lanes }: { lanes: readonly Lane[] }) {
  const { zone } = useClock()
  return (
    <FigureTable
      label="Execution environments"
      className="max-h-96"
      minWidth={640}
      columns={[
        { label: 'Environment' },
        { label: 'Version', wideOnly: true },
        { label: 'First seen', wideOnly: true },
        { label: 'Init', wideOnly: true, number: true },
        { label: 'Invocations', number: true },
        { label: 'Failed', number: true },
        { label: 'Busy', wideOnly: true, number: true },
        { label: 'Newest' },
      ]}
      rows={lanes.map(({ environment, version, bars, busy }) => {
        const [first] = bars
        const last = bars.at(-1)
        const init = bars.find(({ initMs }) => initMs !== null)
        const failed = bars.filter(({ result }) => result !== 'success' && result !== 'unknown').length
        return {
          key: environment,
          cells: [
            <code key="environment" title={environment} className="text-xs">
              {environmentName(environment)}
            </code>,
            version,
            first === undefined ? '—' : <RelativeTime key="first" atMs={first.startMs} />,
            formatDuration(init?.initMs),
            <OneByOne key="invocations" bars={bars} environment={environment} zone={zone} />,
            formatCount(failed),
            formatPercent(busy),
            last === undefined ? (
              '—'
            ) : (
              <AppLink key="last" to={`/invocations/${last.id}`} className="text-accent hover:underline">
                its newest invocation
              </AppLink>
            ),
          ],
        }
      })}
    />
  )
}

type OneByOneProps = { bars: readonly LaneBar[]; environment: string; zone: string }

/** A picture's bars for those who do not point: each a link, in a list of its own above the table, whose rows stay alike. */
function OneByOne({ bars, environment, zone }: OneByOneProps) {
  return (
    <Popover
      label={`Invocations of ${environmentName(environment)}: ${bars.length}`}
      width={400}
      align="end"
      className="justify-end gap-1 rounded hover:underline"
      trigger={
        <>
          {formatCount(bars.length)}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      <ul className="p-3 text-left">
        {bars.toReversed().map(({ id, startMs, endMs, result }) => (
          <li key={id} className="flex items-baseline gap-3 py-0.5">
            <AppLink to={`/invocations/${id}`} className="figures text-accent hover:underline">
              {formatAbsoluteTime(startMs, zone)}
            </AppLink>
            <ResultMark result={result} />
            <span className="figures ml-auto">{formatDuration(endMs === null ? null : endMs - startMs)}</span>
          </li>
        ))}
      </ul>
    </Popover>
  )
}

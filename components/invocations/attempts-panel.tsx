import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { ResultMark } from '@/components/ui/result-mark'
import type { InvocationDetail } from '@/lib/contracts/invocations'
import { formatDuration } from '@/lib/domain/format'

/** All attempts at the same request, where there is more than one. */
export function AttemptsPanel({ invocation: { id, attempts, logStream } }: { invocation: InvocationDetail }) {
  if (attempts.length < 2) return null
  return (
    <Panel
      title={`Attempts at this request · ${attempts.length}`}
      help="Lambda repeats an asynchronous event that failed under its request ID, by default twice. Each attempt is an invocation of its own, and is billed."
    >
      <FigureTable
        label="Attempts at this request"
        columns={[
          { label: 'Attempt' },
          { label: 'Started' },
          { label: 'Result' },
          { label: 'Waited', wideOnly: true, number: true, title: 'From the end of the attempt before' },
          { label: 'Duration', number: true },
          { label: 'Environment', wideOnly: true },
        ]}
        rows={attempts.map((attempt, index) => {
          const before = attempts[index - 1]
          return {
            key: attempt.id,
            selected: attempt.id === id,
            cells: [
              attempt.id === id ? (
                `${index + 1}, this one`
              ) : (
                <AppLink key="attempt" to={`/invocations/${attempt.id}`} className="text-accent hover:underline">
                  {index + 1}
                </AppLink>
              ),
              <RelativeTime key="started" atMs={attempt.atMs} />,
              <ResultMark key="result" result={attempt.result} />,
              formatDuration(before?.endedAtMs == null ? null : Math.max(0, attempt.atMs - before.endedAtMs)),
              formatDuration(attempt.durationMs),
              attempt.logStream === logStream ? 'the same' : 'another',
            ],
          }
        })}
      />
    </Panel>
  )
}

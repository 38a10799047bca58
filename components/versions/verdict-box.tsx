import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { FigureTable } from '@/components/ui/figure-table'
import { RULES, testWords, verdictWords } from '@/components/versions/verdict-words'
import { classNames } from '@/lib/client/class-names'
import type { CanaryTest, CompareResponse } from '@/lib/contracts/versions'

const LOOKS = {
  safe: { icon: CircleCheck, text: 'text-ok', box: 'border-l-ok bg-ok-soft', tone: 'ok', label: 'Safe' },
  worse: { icon: CircleAlert, text: 'text-fault', box: 'border-l-fault bg-fault-soft', tone: 'fault', label: 'Worse' },
  'not enough data': {
    icon: CircleHelp,
    text: 'text-muted',
    box: 'border-l-line-strong bg-sunken',
    tone: 'neutral',
    label: 'Not enough data',
  },
} as const
const NO_VERDICT = { ...LOOKS['not enough data'], label: 'No verdict' }

/** Whether the second is worse, and the tests that say so. */
export function VerdictBox({ data }: { data: CompareResponse }) {
  const { icon: Icon, text, box, label } = data.verdict === null ? NO_VERDICT : LOOKS[data.verdict]
  return (
    <section aria-label="Verdict" className="px-3 pb-3">
      <div className={classNames('rounded-(--radius) border border-l-4 px-3 py-2', box)}>
        <div className={classNames('flex items-center gap-1.5 font-semibold', text)}>
          <Icon aria-hidden className="size-4" />
          {label}
        </div>
        <p className="text-sm">{verdictWords(data)}</p>
      </div>
      {data.tests.length > 0 && (
        <FigureTable
          label="Tests"
          className="mt-2"
          minWidth={960}
          columns={[
            { label: 'Test', wraps: true },
            { label: 'Found', wideOnly: true },
            { label: 'By chance', wideOnly: true, number: true },
            { label: 'Bound', wideOnly: true },
            { label: 'Sample', wideOnly: true, wraps: true },
            { label: 'Says' },
          ]}
          rows={data.tests.map((test) => {
            const { label, found, chance, bound, counts, more } = testWords(test)
            const sample = `${counts}${more === null ? '' : `. ${more}`}`
            return {
              key: test.kind,
              cells: [
                <TestName key="test" label={label} facts={[found, chance, bound, sample]} />,
                found,
                chance,
                bound,
                sample,
                <TestBadge key="verdict" test={test} />,
              ],
            }
          })}
        />
      )}
      <p className="pt-2 text-faint text-xs">{RULES}</p>
    </section>
  )
}

/** On a phone what else the row says stands below the name. */
function TestName({ label, facts }: { label: string; facts: readonly string[] }) {
  return (
    <>
      <span className="max-sm:font-medium sm:whitespace-nowrap">{label}</span>
      <span className="block text-muted text-xs sm:hidden">{facts.join(' · ')}</span>
    </>
  )
}

function TestBadge({ test }: { test: CanaryTest }) {
  const { tone, label } = LOOKS[test.verdict]
  return <Badge tone={tone}>{label.toLowerCase()}</Badge>
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { HelpMark } from '@/components/ui/help-mark'
import { coverageOptions, functionShareOptions } from '@/lib/client/coverage-options'
import type { TracesChoice } from '@/lib/client/traces-options'
import { formatPercent } from '@/lib/domain/format'

const HELP =
  'Invocations that take part in a stored trace, of CloudWatch’s Invocations of the same; the newest ten minutes are left out. X-Ray samples: by default the first request each second and 5 % of the rest. Nothing here is extrapolated.'
/** Of a word without a place to break only its end. */
const LAST_WORD = /[^\s-]{1,12}$/

/** How much of what happened traces show: always said, as figures of traces are of that part alone. A sentence that stays as long moves nothing. */
export function SamplingNote({ choice }: { choice: TracesChoice }) {
  const { functionName, qualifier } = choice
  const ofScope = useQuery({ ...coverageOptions(choice.range, choice.scope), enabled: functionName === null })
  const ofFunction = useQuery(functionShareOptions(choice))
  const share = functionName === null ? ofScope.data?.coverage.traces : ofFunction.data?.traces
  const isAnswered = functionName === null ? ofScope.data !== undefined : ofFunction.isFetched
  const name = qualifier === null ? functionName : `${functionName}:${qualifier}`
  const end = `${name ?? 'all functions in scope'}${isAnswered && share == null ? '; which is not known' : ''}.`
  const lastWord = LAST_WORD.exec(end)?.[0] ?? ''
  return (
    <div className="wrap-anywhere min-h-6 basis-full text-muted text-xs leading-6">
      <span>
        Traces are stored of{' '}
        {share == null ? 'a part' : <span className="figures font-medium text-text">{formatPercent(share)}</span>} of
        the invocations of {end.slice(0, end.length - lastWord.length)}
        {/* The mark stands beside a word, not alone on a line. */}
        <span className="whitespace-nowrap">
          {lastWord}
          <span className="ml-1.5 inline-flex align-middle">
            <HelpMark text={HELP} />
          </span>
        </span>
      </span>
    </div>
  )
}

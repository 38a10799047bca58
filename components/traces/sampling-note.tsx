'use client'

import { useQuery } from '@tanstack/react-query'
import { HelpMark } from '@/components/ui/help-mark'
import { coverageOptions, functionShareOptions } from '@/lib/client/coverage-options'
import type { TracesChoice } from '@/lib/client/traces-options'
import { formatPercent } from '@/lib/domain/format'

const HELP =
  'Invocations that take part in a stored trace, of CloudWatch’s Invocations of the same; the newest ten minutes are left out. X-Ray samples: by default the first request each second and 5 % of the rest. Nothing here is extrapolated.'

/** How much of what happened traces show: always said, as figures of traces are of that part alone. A sentence that stays as long moves nothing. */
export function SamplingNote({ choice }: { choice: TracesChoice }) {
  const { functionName, qualifier } = choice
  const ofScope = useQuery({ ...coverageOptions(choice.range, choice.scope), enabled: functionName === null })
  const ofFunction = useQuery(functionShareOptions(choice))
  const share = functionName === null ? ofScope.data?.coverage.traces : ofFunction.data?.traces
  const isAnswered = functionName === null ? ofScope.data !== undefined : ofFunction.isFetched
  const name = qualifier === null ? functionName : `${functionName}:${qualifier}`
  return (
    <div className="flex min-h-6 basis-full flex-wrap items-center gap-1.5 text-muted text-xs">
      <span>
        Traces are stored of{' '}
        {share == null ? 'a part' : <span className="figures font-medium text-text">{formatPercent(share)}</span>} of
        the invocations of {name ?? 'all functions in scope'}
        {isAnswered && share == null && '; which is not known'}.
      </span>
      <HelpMark text={HELP} />
    </div>
  )
}

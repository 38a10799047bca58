'use client'

import { useQuery } from '@tanstack/react-query'
import { HelpMark } from '@/components/ui/help-mark'
import { coverageOptions } from '@/lib/client/coverage-options'
import { useRange, useScope } from '@/lib/client/view-params'
import { formatPercent } from '@/lib/domain/format'

const HELP =
  'Invocations that take part in a stored trace, of CloudWatch’s Invocations of the functions in scope; the newest ten minutes are left out. X-Ray samples: by default the first request each second and 5 % of the rest. Nothing here is extrapolated.'

/** How much of what happened traces show: always said, as figures of traces are of that part alone. A sentence that stays as long moves nothing. */
export function SamplingNote() {
  const { range } = useRange()
  const { scope } = useScope()
  const { data } = useQuery(coverageOptions(range, scope))
  const share = data?.coverage.traces ?? null
  return (
    <div className="flex min-h-6 basis-full flex-wrap items-center gap-1.5 text-muted text-xs">
      <span>
        Traces are stored of{' '}
        {share === null ? 'a part' : <span className="figures font-medium text-text">{formatPercent(share)}</span>} of
        the invocations of all functions in scope{data !== undefined && share === null && '; which is not known'}.
      </span>
      <HelpMark text={HELP} />
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { HelpMark } from '@/components/ui/help-mark'
import { coverageOptions } from '@/lib/client/coverage-options'
import { useRange, useScope } from '@/lib/client/view-params'
import { formatPercent } from '@/lib/domain/format'

const HELP =
  'Invocations that take part in a stored trace, of CloudWatch’s Invocations of the functions in scope; the newest ten minutes are left out. X-Ray samples: by default the first request each second and 5 % of the rest. Nothing here is extrapolated.'

/** How much of what happened traces show: always said, as figures of traces are of that part alone. */
export function SamplingNote() {
  const { range } = useRange()
  const { scope } = useScope()
  const { data } = useQuery(coverageOptions(range, scope))
  const share = data?.coverage.traces ?? null
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-1.5 text-muted text-xs">
      {data === undefined ? (
        'Traces show the requests that X-Ray sampled.'
      ) : share === null ? (
        'Traces show the requests that X-Ray sampled; their share of the invocations is not known for this window.'
      ) : (
        <>
          Traces are stored of <span className="figures font-medium text-text">{formatPercent(share)}</span> of the
          invocations of all functions in scope.
        </>
      )}
      <HelpMark text={HELP} />
    </div>
  )
}

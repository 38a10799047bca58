'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeftRight } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { CompareFigures } from '@/components/versions/compare-figures'
import { SidePicker } from '@/components/versions/side-picker'
import { VerdictBox } from '@/components/versions/verdict-box'
import { classNames } from '@/lib/client/class-names'
import { comparisonKey, readComparison, windowParam } from '@/lib/client/comparison-choice'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { comparisonOptions } from '@/lib/client/versions-options'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { CompareResponse } from '@/lib/contracts/versions'

type Props = {
  fn: FunctionRef
  pair: { first: string; second: string }
  qualifiers: readonly string[]
  initial: { key: string; data: CompareResponse } | null
}

/** Any two qualifiers over any two windows, with a verdict. */
export function ComparePanel({ fn, pair, qualifiers, initial }: Props) {
  const { range } = useRange()
  const { params, set } = useViewParams()
  const refetchInterval = useRefetchInterval()
  const text = params.toString()
  const choice = useMemo(() => readComparison(new URLSearchParams(text), range, pair), [text, range, pair])
  const query = useQuery({
    ...comparisonOptions(fn, choice),
    initialData: initial?.key === comparisonKey(choice) ? initial.data : undefined,
    refetchInterval,
  })
  const { accountId, region } = fn
  const swap = () =>
    set({
      first: choice.second.qualifier ?? '*',
      second: choice.first.qualifier ?? '*',
      firstWindow: windowParam(choice.second.window),
      secondWindow: windowParam(choice.first.window),
    })
  return (
    <Panel
      title="Compare"
      help="Counts are CloudWatch's, or those of log lines where it does not tell a version's calls apart; the rest is from log lines. The verdict asks whether the second is worse than the first."
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 pb-3">
        <SidePicker name="first" side={choice.first} qualifiers={qualifiers} shown={query.data?.first} />
        <Button look="ghost" size="sm" onClick={swap} aria-label="Swap the two" title="Swap the two">
          <ArrowLeftRight aria-hidden className="size-3.5" />
        </Button>
        <SidePicker name="second" side={choice.second} qualifiers={qualifiers} shown={query.data?.second} />
      </div>
      {query.data ? (
        <div className={classNames(query.isPlaceholderData && 'stale')}>
          <VerdictBox data={query.data} />
          <CompareFigures data={query.data} path={functionPath(fn)} place={{ accountId, region }} />
        </div>
      ) : query.error ? (
        <QueryError error={query.error} onRetry={query.refetch} />
      ) : (
        <div className="skeleton m-3 h-96" />
      )}
    </Panel>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ChartFlag } from '@/components/charts/chart-spec'
import type { FlagLink } from '@/components/charts/flag-rail'
import { prepareFlags } from '@/components/charts/prepare-flags'
import { changesOptions } from '@/lib/client/changes-options'
import { describeChange } from '@/lib/client/describe-change'
import type { FunctionRef } from '@/lib/client/function-ref'
import { useRange, useRefetchInterval } from '@/lib/client/view-params'

/** A flag stands at a moment; the page that it leads to shows some minutes around it. */
const AROUND_MS = 10 * 60_000

/** Flags for the charts of a function, where it was changed, and the way from a flag to What changed. */
export function useChangeFlags(
  { name, accountId, region }: FunctionRef,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): { list: ChartFlag[]; linkOf: FlagLink } {
  const { range } = useRange()
  const refetchInterval = useRefetchInterval()
  const { data } = useQuery({ ...changesOptions({ name, accountId, region }, range), refetchInterval })
  return useMemo(() => {
    const events = (data?.items ?? []).map((change) => ({ atMs: change.atMs, label: describeChange(change).title }))
    const linkOf: FlagLink = ({ atMs, untilMs }) => ({
      to: '/changes',
      params: {
        functionName: name,
        range: null,
        from: String(atMs - AROUND_MS),
        to: String(untilMs + AROUND_MS),
      },
    })
    return { list: prepareFlags(events, fromMs, toMs), linkOf }
  }, [data, name, fromMs, toMs])
}

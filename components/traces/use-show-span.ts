'use client'

import { type Dispatch, useRef, useState } from 'react'
import type { WaterfallAction } from '@/components/traces/use-waterfall'
import { useStableHandler } from '@/lib/client/use-stable-handler'

/** Brings a span of the trace into view by its ID; of several asked for in turn the last. failure: why it could not. */
export function useShowSpan(find: (id: string) => Promise<number | null>, dispatch: Dispatch<WaterfallAction>) {
  const [failure, setFailure] = useState<string | null>(null)
  const latest = useRef<string | null>(null)
  const showSpan = useStableHandler(async (id: string) => {
    latest.current = id
    const { index, problem } = await find(id).then(
      (found) => ({ index: found, problem: found === null ? `The waterfall has no segment ${id}.` : null }),
      (error: Error) => ({ index: null, problem: `The segment cannot be shown. ${error.message}` }),
    )
    if (latest.current !== id) return
    setFailure(problem)
    if (index !== null) dispatch({ type: 'show', index })
  })
  return { showSpan, failure, setFailure }
}

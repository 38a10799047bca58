'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { getJson } from '@/lib/client/get-json'
import { spanOptions } from '@/lib/client/span-options'
import type { SpansResponse } from '@/lib/contracts/traces'

/** As many as the server answers at once; a window shows fewer rows. */
const MOST = 100

/** Asks for what some spans say before one of them is pressed. Should that fail, it is asked for when one is. */
export function useSpansAhead(traceId: string) {
  const client = useQueryClient()
  return useCallback(
    async (spanIds: readonly string[]) => {
      const ids = spanIds.filter((id) => client.getQueryData(spanOptions(traceId, id).queryKey) === undefined)
      if (ids.length === 0) return
      const path = `/api/traces/${encodeURIComponent(traceId)}/spans`
      const answer = await getJson<SpansResponse>(path, { ids: ids.slice(0, MOST).join() }).catch(() => null)
      for (const span of answer?.spans ?? []) client.setQueryData(spanOptions(traceId, span.id).queryKey, span)
    },
    [client, traceId],
  )
}

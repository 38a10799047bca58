'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { spanIdsOptions } from '@/lib/client/span-ids-options'
import type { TraceColumns } from '@/lib/domain/traces/build-trace-columns'
import { IDS_AT_ONCE } from '@/lib/domain/traces/pack-trace-columns'

type Trace = { id: string; version: string }

/**
 * The columns with the IDs that are known so far: a large trace comes with those of its first spans, and `need` asks for
 * those around some places and answers them. error: why some could not be had.
 */
export function useSpanIds({ id, version }: Trace, packed: TraceColumns) {
  const client = useQueryClient()
  const [grown, setGrown] = useState({ of: packed, columns: packed })
  const [error, setError] = useState<Error | null>(null)
  const need = useCallback(
    async (indexes: readonly number[]) => {
      const pages = new Set(indexes.map((index) => Math.floor(index / IDS_AT_ONCE) * IDS_AT_ONCE))
      const asked = [...pages].map(async (first) => {
        if (packed.ids[first] !== undefined) return
        const { ids } = await client.fetchQuery(spanIdsOptions(id, version, first))
        setError(null)
        // The same list grows: it may be long, and is only ever read by place.
        for (const [at, spanId] of ids.entries()) packed.ids[first + at] = spanId
        setGrown({ of: packed, columns: { ...packed } })
      })
      await Promise.all(asked).catch(setError)
      return indexes.flatMap((index) => packed.ids[index] ?? [])
    },
    [client, id, version, packed],
  )
  return { columns: grown.of === packed ? grown.columns : packed, need, error }
}

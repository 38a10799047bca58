'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { placeFinder } from '@/components/traces/waterfall-url'
import { spanPlaceOptions } from '@/lib/client/span-place-options'
import type { TraceColumns } from '@/lib/domain/traces/build-trace-columns'

type Trace = { id: string; version: string }

/**
 * Places of spans by ID. indexOf: of those whose IDs are here already. find: asks the server where a large trace has it;
 * null where it has none; fails when the trace has grown since.
 */
export function useSpanPlaces({ id, version }: Trace, columns: TraceColumns, told: Readonly<Record<string, number>>) {
  const client = useQueryClient()
  return useMemo(() => {
    const known = { ...told }
    const indexOf = placeFinder(columns, known)
    const find = async (spanId: string): Promise<number | null> => {
      const near = indexOf(spanId)
      if (near !== null || spanId === '') return near
      const { index } = await client.fetchQuery(spanPlaceOptions(id, version, spanId))
      if (index !== null) known[spanId] = index
      return index
    }
    return { indexOf, find }
  }, [client, id, version, columns, told])
}

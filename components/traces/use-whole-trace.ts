'use client'

import { useQueryClient } from '@tanstack/react-query'
import { startTransition, useCallback, useEffect, useMemo, useState } from 'react'
import { measureWaterfall } from '@/components/traces/measure-waterfall'
import type { Trace } from '@/components/traces/waterfall-state'
import { traceColumnsOptions } from '@/lib/client/trace-columns-options'
import { type PackedColumns, unpackTraceColumns } from '@/lib/domain/traces/pack-trace-columns'

type Named = { id: string; version: string; spanCount: number }

/**
 * The spans that came with the page, and as soon as they are there all others: the first rows do not wait for a long
 * trace. error: why the others could not be had.
 */
export function useWholeTrace({ id, version, spanCount }: Named, packed: PackedColumns) {
  const client = useQueryClient()
  const first = useMemo(() => measured(packed), [packed])
  const [whole, setWhole] = useState<Trace | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const isPart = packed.count < spanCount
  const read = useCallback(() => {
    setError(null)
    client
      .fetchQuery(traceColumnsOptions(id, version))
      .then(measuredInSteps)
      .then((trace) => startTransition(() => setWhole(trace)), setError)
  }, [client, id, version])
  useEffect(() => {
    if (isPart) read()
  }, [isPart, read])
  return { trace: (isPart ? whole : null) ?? first, error, read }
}

/** Of a long trace each step takes tens of milliseconds: who presses a key between two of them is answered. */
async function measuredInSteps(packed: PackedColumns): Promise<Trace> {
  await nextTask()
  const columns = unpackTraceColumns(packed)
  await nextTask()
  return { columns, measures: measureWaterfall(columns) }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

function measured(packed: PackedColumns): Trace {
  const columns = unpackTraceColumns(packed)
  return { columns, measures: measureWaterfall(columns) }
}

import type { Trace, TraceSegment } from '@/simulator/fleet/types'
import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { OperationContext } from '@/simulator/wire/operation-context'

/** The share of traces that X-Ray shows of a region with Transaction Search, in percent: AWS's default. */
export const INDEXED_PERCENT = 1

function isIndexed(traceId: string, { world, region }: OperationContext): boolean {
  return !world.transactionSearch.includes(region) || deterministicHash(traceId) % 100 < INDEXED_PERCENT
}

/** The traces that X-Ray's own queries know, updated in a window. */
export function* indexedTraces(context: OperationContext, fromMs: number, toMs: number): Generator<Trace> {
  const { world, region } = context
  if (!world.regions.includes(region)) return
  for (const trace of world.traces(region, fromMs, toMs)) if (isIndexed(trace.traceId, context)) yield trace
}

/** The documents of a trace that X-Ray's own queries know; none of any other. */
export function indexedTrace(context: OperationContext, traceId: string): readonly TraceSegment[] {
  const { world, region } = context
  return world.regions.includes(region) && isIndexed(traceId, context) ? world.trace(region, traceId) : []
}

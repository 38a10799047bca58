import { invalidParameter } from '@/simulator/services/lambda/find-function'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

export type PageRequest = {
  operation: string
  /** What the marker is bound to besides the page size. */
  parameters: unknown
  marker: string | undefined
  maxItems: number | undefined
  /** The most that AWS puts into one answer however many are asked for. */
  limit: number
}

/** Cuts one page out of a listing the way Lambda does; an unknown marker is an InvalidParameterValueException. */
export function pageItems<Item>(
  items: readonly Item[],
  request: PageRequest,
  context: OperationContext,
): { items: Item[]; nextMarker: string | undefined } {
  const { operation, parameters, marker, maxItems, limit } = request
  if (maxItems !== undefined && (maxItems < 1 || maxItems > 10_000)) {
    throw invalidParameter(
      `1 validation error detected: Value '${maxItems}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 10000`,
    )
  }
  const binding = { operation, region: context.region, parameters, nowMs: context.nowMs }
  const start = marker ? decodePageToken<number>(binding, marker) : 0
  if (start === null) throw invalidParameter('Invalid pagination token')
  const end = start + Math.min(maxItems ?? limit, limit)
  return {
    items: items.slice(start, end),
    nextMarker: end < items.length ? encodePageToken(binding, end) : undefined,
  }
}

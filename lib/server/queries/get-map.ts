import type { MapRequest, MapResponse } from '@/lib/contracts/map'
import { GraphTally } from '@/lib/domain/traces/trace-graph'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { describeMapNodes } from '@/lib/server/queries/describe-map-nodes'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'
import { tallyFunctionTraces } from '@/lib/server/queries/tally-function-traces'
import { tallyWindow } from '@/lib/server/queries/tally-window'

/**
 * The graph of all traces of the scope that began in the window, from kept graphs; of one function's traces, or those of a
 * qualifier, from the traces themselves. Throws BAD_REQUEST, and NOT_FOUND or AMBIGUOUS_FUNCTION for the function.
 */
export async function getMap(db: Db, request: MapRequest, nowMs: number): Promise<MapResponse> {
  const window = checkWindow(request)
  const placeIds = await listPlaceIds(db, request)
  const tally = new GraphTally()
  const { functionName, qualifier } = request
  const [read, tallied] = await Promise.all([
    getReadExtent(db, 'traces', { placeIds }, window, nowMs),
    functionName === undefined
      ? tallyWindow(db, tally, { placeIds, window }, nowMs)
      : tallyFunctionTraces(db, tally, { functionName, qualifier, place: placeOf(request), window }, nowMs),
  ])
  const { nodes, edges } = tally.graph()
  return { nodes: await describeMapNodes(db, nodes, placeIds), edges, read, ...tallied }
}

/** Where the function is: a scope of one pair names its account and region. */
function placeOf({ accountId, region, places }: MapRequest): {
  accountId?: string | undefined
  region?: string | undefined
} {
  const [only, ...others] = (places ?? '').split(',')
  const [account, inRegion] = only?.split('/') ?? []
  if (accountId !== undefined || region !== undefined || others.length > 0 || !account) return { accountId, region }
  return { accountId: account, region: inRegion }
}

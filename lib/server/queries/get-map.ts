import type { MapRequest, MapResponse } from '@/lib/contracts/map'
import type { Window } from '@/lib/domain/covered-window'
import type { ReadExtent } from '@/lib/domain/read-extent'
import { firstKeptMs } from '@/lib/domain/retention'
import { keepBusiest } from '@/lib/domain/traces/keep-busiest'
import { GraphTally } from '@/lib/domain/traces/trace-graph'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { describeMapNodes } from '@/lib/server/queries/describe-map-nodes'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { getRetention } from '@/lib/server/queries/get-retention'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'
import { tallyFunctionTraces } from '@/lib/server/queries/tally-function-traces'
import { tallyWindow } from '@/lib/server/queries/tally-window'

/** What is judged of a window of which nothing is known any more. */
const NOT_JUDGED: ReadExtent = { of: 0, whole: 0, share: 1 }

/**
 * The graph of all traces of the scope that began in the window, from kept graphs; of one function's traces, or those of a
 * qualifier, from the traces themselves. Throws BAD_REQUEST, and NOT_FOUND or AMBIGUOUS_FUNCTION for the function.
 */
export async function getMap(db: Db, request: MapRequest, nowMs: number): Promise<MapResponse> {
  const window = checkWindow(request)
  const { functionName, qualifier } = request
  if (qualifier !== undefined && functionName === undefined) {
    throw new AppError('BAD_REQUEST', 'A qualifier is one of a function: name it with functionName.')
  }
  const placeIds = await listPlaceIds(db, request)
  const tally = new GraphTally()
  const [read, tallied] = await Promise.all([
    judgeRead(db, placeIds, window, nowMs),
    functionName === undefined
      ? tallyWindow(db, tally, { placeIds, window }, nowMs)
      : tallyFunctionTraces(db, tally, { functionName, qualifier, placeIds, window }, nowMs),
  ])
  const { nodes, edges, leftOut, edgesLeftOut } = keepBusiest(tally.graph())
  const described = await describeMapNodes(db, nodes, placeIds)
  return { nodes: described, edges, read, ...tallied, leftOut: tallied.leftOut + leftOut, edgesLeftOut }
}

/** How far traces are read; graphs outlive what is known of that, and days from before are not judged. */
async function judgeRead(
  db: Db,
  placeIds: readonly number[] | null,
  { fromMs, toMs }: Window,
  nowMs: number,
): Promise<ReadExtent> {
  const knownFromMs = firstKeptMs(nowMs, (await getRetention(db)).traces)
  if (toMs <= knownFromMs) return NOT_JUDGED
  return getReadExtent(db, 'traces', { placeIds }, { fromMs: Math.max(fromMs, knownFromMs), toMs }, nowMs)
}

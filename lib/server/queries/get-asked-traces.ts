import type { Window } from '@/lib/domain/covered-window'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { listFunctionIdentities } from '@/lib/server/queries/get-function-identity'
import { getQualifierTraces } from '@/lib/server/queries/get-qualifier-traces'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'
import type { TraceChoice } from '@/lib/server/queries/trace-conditions'

type Request = Scope & {
  from: number
  to: number
  filter?: string | undefined
  functionName?: string | undefined
  qualifier?: string | undefined
}

/** Traces that began in a window, in some account-regions (null: all), and meet what is asked. */
export type AskedTraces = TraceChoice & Window & { placeIds: readonly number[] | null }

/**
 * Which traces a request asks for: lists, points, groups and comparisons of them mean the same. Throws BAD_REQUEST for a
 * window that is none or a qualifier of no function, NOT_FOUND for a qualifier that the function does not have.
 */
export async function getAskedTraces(db: Db, request: Request, nowMs: number): Promise<AskedTraces> {
  const { filter, functionName, qualifier } = request
  const window = checkWindow(request)
  const placeIds = await listPlaceIds(db, request)
  if (qualifier === undefined) return { ...window, placeIds, filter, functionName }
  if (functionName === undefined) {
    throw new AppError('BAD_REQUEST', 'A qualifier is one of a function: name it with functionName.')
  }
  const functions = await listFunctionIdentities(db, functionName, { placeIds })
  const qualified = await getQualifierTraces(db, { functionName, qualifier, functions }, window, nowMs)
  return { ...window, placeIds, filter, functionName, qualified }
}

import type { SpansResponse } from '@/lib/contracts/traces'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { findSpans } from '@/lib/server/queries/find-spans'
import { describeSpan } from '@/lib/server/queries/get-span-detail'

const MOST = 100

/** What some spans of a trace say, those that it has. Throws BAD_REQUEST for more than 100 IDs, and as readStoredTrace does. */
export async function listSpans(db: Db, traceId: string, idList: string): Promise<SpansResponse> {
  const ids = idList.split(',').filter((id) => id !== '')
  if (ids.length > MOST) {
    throw new AppError('BAD_REQUEST', `At most ${MOST} spans are answered at once; ids names ${ids.length}.`)
  }
  const { facts, spans } = await findSpans(db, traceId, ids)
  return { spans: spans.map((span) => describeSpan(span, facts)) }
}

import type { TracePointsRequest, TracePointsResponse } from '@/lib/contracts/trace-groups'
import { traceStatusOf } from '@/lib/domain/traces/groups/trace-status'
import type { Db } from '@/lib/server/db'
import { countHiddenTraces } from '@/lib/server/queries/count-hidden-traces'
import { getAskedTraces } from '@/lib/server/queries/get-asked-traces'
import { searchTraces } from '@/lib/server/queries/search-traces'

const MOST = 20_000
const COLUMNS = `t.id, (extract(epoch from t.started_at) * 1000)::float8 as "startMs", t.duration_ms as "durationMs",
  t.has_error as "hasError", t.has_fault as "hasFault", t.has_throttle as "hasThrottle"`

type Row = {
  id: string
  startMs: number
  durationMs: number | null
  hasError: boolean
  hasFault: boolean
  hasThrottle: boolean
}

/** The newest 20,000 traces that meet what is asked, for a picture of them. Throws as listTraces does. */
export async function listTracePoints(
  db: Db,
  request: TracePointsRequest,
  nowMs: number,
): Promise<TracePointsResponse> {
  const asked = await getAskedTraces(db, request, nowMs)
  const [rows, hidden] = await Promise.all([
    searchTraces<Row>(db, { ...asked, sort: 'newest', limit: MOST + 1 }, COLUMNS),
    countHiddenTraces(db, asked),
  ])
  const isAll = rows.length <= MOST
  const shown = rows.slice(0, MOST)
  return {
    ids: shown.map(({ id }) => id),
    startsMs: shown.map(({ startMs }) => startMs),
    durationsMs: shown.map(({ durationMs }) => durationMs),
    statuses: shown.map((row) => traceStatusOf(row)[0]).join(''),
    // Of those that began in the same millisecond as the last one, some may be left out.
    fromMs: isAll ? asked.fromMs : Math.floor(shown.at(-1)?.startMs ?? asked.fromMs) + 1,
    isAll,
    hidden,
  }
}

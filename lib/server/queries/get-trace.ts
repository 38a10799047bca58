import type { TraceResponse } from '@/lib/contracts/traces'
import { invocationId } from '@/lib/domain/invocation-id'
import { requestIdOf } from '@/lib/domain/logs/request-id'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import { listRequests, type TracedRequest } from '@/lib/domain/traces/pack-outline'
import { type Db, selectRows } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getTraceOutline } from '@/lib/server/queries/get-trace-outline'
import type { TraceFacts } from '@/lib/server/queries/read-stored-trace'

type InvocationRow = {
  key: string
  atMs: number
  functionName: string
  requestId: string
  result: string
  version: string
  total: number
}

/** A trace that fans out may have many thousand. */
const MOST_INVOCATIONS = 1_000

/**
 * One trace as a flat list of spans, parents before children, with what decided its length marked as critical, and the
 * first 1,000 invocations of it that log lines show. Times are fractional epoch ms. A trace whose documents are not read yet, or kept no
 * longer, has no spans and is not complete. Throws BAD_REQUEST and NOT_FOUND for its ID.
 */
export async function getTrace(db: Db, idText: string, place: Place = {}): Promise<TraceResponse> {
  const { facts, outline, version, unreadable } = await getTraceOutline(db, idText, place)
  const { spans } = outline
  const critical = criticalPath(spans)
  return {
    ...describeTrace(facts, { ...outline, unreadable, spanCount: spans.length }),
    version,
    spans: spans.map((span, at) => Object.assign(span, { critical: critical.has(at) })),
    ...(await listTraceInvocations(db, facts.id, facts.startMs, listRequests(spans))),
  }
}

type Outlined = { startMs: number; durationMs: number; complete: boolean; unreadable: number; spanCount: number }

/** What the summary and the documents of a trace say of it: of a trace without documents, its summary alone. */
export function describeTrace(
  { isFetched, ...facts }: TraceFacts,
  { startMs, durationMs, complete, unreadable, spanCount }: Outlined,
): Omit<TraceResponse, 'spans' | 'invocations' | 'invocationCount' | 'version'> {
  const isRead = spanCount > 0
  return {
    ...facts,
    startMs: isRead ? startMs : facts.startMs,
    durationMs: isRead ? durationMs : (facts.durationMs ?? 0),
    complete: isRead && facts.complete && complete,
    documents: isRead ? 'read' : isFetched ? 'expired' : 'waiting',
    unreadable,
  }
}

/** The first invocations of a trace, and how many it has: by trace ID, and by request ID where log lines name no trace or, beside OpenTelemetry's, X-Ray's own. */
export async function listTraceInvocations(
  db: Db,
  traceId: string,
  startMs: number,
  requests: readonly TracedRequest[],
): Promise<Pick<TraceResponse, 'invocations' | 'invocationCount'>> {
  const requestIds = [...new Set(requests.map(({ requestId }) => requestIdOf(requestId)).filter((id) => id !== null))]
  const rows = await selectRows<InvocationRow>(
    db.pool,
    `select encode(i.key, 'hex') as key, (extract(epoch from i.started_at) * 1000)::float8 as "atMs", f.name as "functionName",
            i.request_id as "requestId", i.result, i.version, count(*) over ()::int as total
       from invocation i join lambda_function f on f.id = i.function_id
      where i.started_at >= $2::timestamptz - interval '1 day' and i.started_at < $2::timestamptz + interval '1 day'
        and (i.trace_id = $1 or i.request_id = any($3::uuid[]))
      order by i.started_at, i.key
      limit ${MOST_INVOCATIONS}`,
    [traceId, new Date(startMs), requestIds],
  )
  const byRequest = new Map<string, TracedRequest[]>()
  for (const request of requests) {
    const known = byRequest.get(request.requestId)
    if (known) known.push(request)
    else byRequest.set(request.requestId, [request])
  }
  return {
    invocationCount: rows[0]?.total ?? 0,
    invocations: rows.map(({ key, atMs, total: _, ...row }) => ({
      id: invocationId(atMs, key),
      ...row,
      spanId: spanIdOf(row.functionName, atMs, byRequest.get(row.requestId) ?? []),
    })),
  }
}

/** The function's own segment stands for an invocation before the service's; of several attempts the one begun nearest to it. */
function spanIdOf(functionName: string, atMs: number, ofRequest: readonly TracedRequest[]): string | null {
  const own = ofRequest.filter((span) => span.functionName === functionName)
  const functions = own.filter((span) => span.origin === 'AWS::Lambda::Function')
  const nearest = (functions.length > 0 ? functions : own).sort(
    (left, right) => Math.abs(left.startMs - atMs) - Math.abs(right.startMs - atMs),
  )
  return nearest[0]?.spanId ?? null
}

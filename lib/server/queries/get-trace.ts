import type { Span, TraceResponse } from '@/lib/contracts/traces'
import { invocationId } from '@/lib/domain/invocation-id'
import { requestIdOf } from '@/lib/domain/logs/request-id'
import { buildTree, type TraceTree } from '@/lib/domain/traces/build-tree'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import { type Db, selectRows } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getTraceDocuments } from '@/lib/server/queries/get-trace-documents'

type TreeSpan = TraceTree['spans'][number]
type InvocationRow = {
  key: string
  atMs: number
  functionName: string
  requestId: string
  result: string
  version: string
}

/**
 * One trace as a flat list of spans, parents before children, with what decided its length marked as critical, and the
 * invocations of it that log lines show. Times are fractional epoch ms. A trace whose documents are not read yet, or kept no longer, has no
 * spans and is not complete. Throws BAD_REQUEST and NOT_FOUND for its ID.
 */
export async function getTrace(db: Db, idText: string, place: Place = {}): Promise<TraceResponse> {
  const { documents, isFetched, ...trace } = await getTraceDocuments(db, idText, place)
  const tree = buildTree(documents)
  const critical = criticalPath(tree.spans)
  const isRead = tree.spans.length > 0
  return {
    ...trace,
    startMs: isRead ? tree.startMs : trace.startMs,
    durationMs: isRead ? tree.durationMs : (trace.durationMs ?? 0),
    complete: isRead && trace.complete && tree.complete,
    documents: isRead ? 'read' : isFetched ? 'expired' : 'waiting',
    spans: tree.spans.map((span) => spanOf(span, critical.has(span.id))),
    invocations: await listTraceInvocations(db, trace.id, trace.startMs, tree.spans),
  }
}

function spanOf(span: TreeSpan, critical: boolean): Span {
  const { id, parentId, name, origin, kind, startMs, endMs, inProgress, error, fault, throttle, depth } = span
  const { operation, resource, functionName, requestId } = span
  return {
    id,
    parentId,
    name,
    origin,
    kind,
    startMs,
    endMs,
    inProgress,
    error,
    fault,
    throttle,
    depth,
    operation,
    resource,
    functionName,
    requestId,
    critical,
  }
}

/** The invocations of a trace, by trace ID, and by request ID where log lines name no trace or, beside OpenTelemetry's, X-Ray's own. */
export async function listTraceInvocations(
  db: Db,
  traceId: string,
  startMs: number,
  spans: readonly TreeSpan[],
): Promise<TraceResponse['invocations']> {
  const requestIds = [...new Set(spans.map((span) => requestIdOf(span.requestId)).filter((id) => id !== null))]
  const rows = await selectRows<InvocationRow>(
    db.pool,
    `select encode(i.key, 'hex') as key, (extract(epoch from i.started_at) * 1000)::float8 as "atMs", f.name as "functionName",
            i.request_id as "requestId", i.result, i.version
       from invocation i join lambda_function f on f.id = i.function_id
      where i.started_at >= $2::timestamptz - interval '1 day' and i.started_at < $2::timestamptz + interval '1 day'
        and (i.trace_id = $1 or i.request_id = any($3::uuid[]))
      order by i.started_at, i.key`,
    [traceId, new Date(startMs), requestIds],
  )
  return rows.map(({ key, atMs, ...row }) => ({
    id: invocationId(atMs, key),
    ...row,
    spanId: spanIdOf(row.requestId, row.functionName, atMs, spans),
  }))
}

/** The function's own segment stands for an invocation before the service's; of several attempts the one begun nearest to it. */
function spanIdOf(requestId: string, functionName: string, atMs: number, spans: readonly TreeSpan[]): string | null {
  const own = spans.filter((span) => span.requestId === requestId && span.functionName === functionName)
  const functions = own.filter((span) => span.origin === 'AWS::Lambda::Function')
  const nearest = (functions.length > 0 ? functions : own).sort(
    (left, right) => Math.abs(left.startMs - atMs) - Math.abs(right.startMs - atMs),
  )
  return nearest[0]?.id ?? null
}

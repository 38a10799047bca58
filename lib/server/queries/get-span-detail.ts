import type { SpanDetail } from '@/lib/contracts/traces'
import { type JsonObject, objectOf } from '@/lib/domain/json-value'
import { limitDepth } from '@/lib/domain/limit-depth'
import { consolePageOf } from '@/lib/domain/traces/console-page-of'
import { findProblems } from '@/lib/domain/traces/find-problems'
import type { Span } from '@/lib/domain/traces/span'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { findSpans } from '@/lib/server/queries/find-spans'
import type { Place } from '@/lib/server/queries/get-function-identity'
import type { TraceFacts } from '@/lib/server/queries/read-stored-trace'

/** Everything that one span of a trace says. Throws NOT_FOUND for a trace or span that is not stored. */
export async function getSpanDetail(db: Db, traceId: string, spanId: string, place: Place = {}): Promise<SpanDetail> {
  const { facts, spans } = await findSpans(db, traceId, [spanId], place)
  const [span] = spans
  if (span === undefined) throw new AppError('NOT_FOUND', `Trace ${facts.id} has no span ${spanId}.`)
  return describeSpan(span, facts)
}

/** What the page shows of a span of a trace. */
export function describeSpan(span: Span, { accountId, region }: Pick<TraceFacts, 'accountId' | 'region'>): SpanDetail {
  return {
    id: span.id,
    annotations: shallow(span.annotations),
    metadata: shallow(span.metadata),
    http: span.http && shallow(span.http),
    aws: span.aws && shallow(span.aws),
    sql: span.sql && shallow(span.sql),
    links: [...span.links],
    problems: findProblems(span),
    consoleUrl: consolePageOf(span, { accountId, region }),
    exceptions: span.exceptions.map((exception) => ({ ...exception })),
    document: shallow(span.document),
  }
}

/** JSON that can be written: what a function put into its metadata may be nested without end. */
function shallow(record: JsonObject): Record<string, unknown> {
  return { ...objectOf(limitDepth(record)) }
}

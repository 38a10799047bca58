import type { SpanDetail } from '@/lib/contracts/traces'
import { type JsonObject, objectOf } from '@/lib/domain/json-value'
import { limitDepth } from '@/lib/domain/limit-depth'
import { consolePageOf } from '@/lib/domain/traces/console-page-of'
import { findProblems } from '@/lib/domain/traces/find-problems'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { findSpan } from '@/lib/server/queries/find-span'
import type { Place } from '@/lib/server/queries/get-function-identity'

/** Everything that one span of a trace says. Throws NOT_FOUND for a trace or span that is not stored. */
export async function getSpanDetail(db: Db, traceId: string, spanId: string, place: Place = {}): Promise<SpanDetail> {
  const { facts, span } = await findSpan(db, traceId, spanId, place)
  const { id, accountId, region } = facts
  if (span === null) throw new AppError('NOT_FOUND', `Trace ${id} has no span ${spanId}.`)
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

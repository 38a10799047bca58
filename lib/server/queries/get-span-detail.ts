import type { SpanDetail } from '@/lib/contracts/traces'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { findSpan } from '@/lib/server/queries/find-span'
import type { Place } from '@/lib/server/queries/get-function-identity'

/** Everything that one span of a trace says. Throws NOT_FOUND for a trace or span that is not stored. */
export async function getSpanDetail(db: Db, traceId: string, spanId: string, place: Place = {}): Promise<SpanDetail> {
  const { id, span } = await findSpan(db, traceId, spanId, place)
  if (span === null) throw new AppError('NOT_FOUND', `Trace ${id} has no span ${spanId}.`)
  return {
    id: span.id,
    annotations: { ...span.annotations },
    metadata: { ...span.metadata },
    http: copyOf(span.http),
    aws: copyOf(span.aws),
    sql: copyOf(span.sql),
    exceptions: span.exceptions.map(({ type, message, remote, stack }) => ({ type, message, remote, stack })),
    document: { ...span.document },
  }
}

function copyOf(value: Readonly<Record<string, unknown>> | null): Record<string, unknown> | null {
  return value === null ? null : { ...value }
}

import type { QualifierTraces } from '@/lib/server/queries/get-qualifier-traces'
import { literal } from '@/lib/server/queries/trace-filter-path'
import { type AddParameter, pathSql } from '@/lib/server/queries/trace-filter-sql'

/* What is no UUID is no request ID of Lambda. */
const REQUEST_ID = `
  case when x.request_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then x.request_id::uuid end`

/**
 * Whether a version or alias of a function took part in trace t, as a condition: a segment names it in an ARN, or an
 * invocation of one of its versions is part of the trace. Which version ran is told by the log stream; an invocation is known
 * by the request ID that the trace names, or where it names none by the trace's ID in its report. It begins up to an hour
 * before the trace does, whose clocks are others, and up to a day after it, as events that are retried do.
 */
export function qualifierSql({ functionName, qualifier, ran }: QualifierTraces, add: AddParameter): string {
  const path = `$.q[*] ? (@.n == ${literal(functionName)} && @.q == ${literal(qualifier)})`
  const called = pathSql(path, add)
  if (ran.length === 0) return called
  const ids = add(ran.map(({ functionId }) => functionId))
  const versions = add(ran.map(({ version }) => version))
  const invocation = (isSame: string) => `exists (
    select from trace_function x
      join unnest(${ids}::int[], ${versions}::text[]) r(function_id, version) on r.function_id = x.function_id
      join invocation i on i.function_id = r.function_id and i.version = r.version and ${isSame}
       and i.started_at >= t.started_at - interval '1 hour' and i.started_at < t.started_at + interval '1 day'
     where x.trace_id = t.id and x.account_region_id = t.account_region_id)`
  const byRequest = invocation(`i.request_id = ${REQUEST_ID}`)
  return `(${called} or ${byRequest} or ${invocation(`x.request_id = '' and i.trace_id = x.trace_id`)})`
}

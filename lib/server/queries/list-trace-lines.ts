import type { TraceLine, TraceLinesResponse } from '@/lib/contracts/trace-tools'
import type { TraceResponse } from '@/lib/contracts/traces'
import { invocationId, parseInvocationId } from '@/lib/domain/invocation-id'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { listRequests } from '@/lib/domain/traces/pack-outline'
import { type Db, selectRows } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { listTraceInvocations } from '@/lib/server/queries/get-trace'
import { getTraceDocuments } from '@/lib/server/queries/get-trace-documents'
import { type AttemptInStream, listInvocationLines } from '@/lib/server/queries/list-invocation-lines'

type Invocation = TraceResponse['invocations'][number]
type Row = AttemptInStream & { key: string }

const MOST_LINES = 5_000
const MOST_INVOCATIONS = 100
const AT_ONCE = 4

/* first and last: moments between which all of them began; said as parameters so that other days are left out. */
const SQL = `
  select encode(i.key, 'hex') as key, i.stream_id as "streamId", i.request_id as "requestId", i.cold_start as "coldStart",
         (extract(epoch from i.started_at) * 1000)::float8 as "atMs",
         (extract(epoch from i.ended_at) * 1000)::float8 as "endedAtMs", i.init_ms as "initMs",
         (select (extract(epoch from min(n.started_at)) * 1000)::float8 from invocation n
           where n.stream_id = i.stream_id and n.started_at > i.started_at
             and n.started_at > $3 and n.started_at < $4::timestamptz + interval '1 day') as "nextAtMs",
         (select (extract(epoch from min(n.started_at)) * 1000)::float8 from invocation n
           where n.stream_id = i.stream_id and n.request_id = i.request_id and n.started_at > i.started_at
             and n.started_at > $3 and n.started_at < $4::timestamptz + interval '1 day') as "repeatedAtMs",
         (select (extract(epoch from max(coalesce(p.ended_at, p.started_at))) * 1000)::float8 from invocation p
           where p.stream_id = i.stream_id and p.started_at < i.started_at
             and p.started_at < $4 and p.started_at > $3::timestamptz - interval '1 day') as "previousEndMs"
    from unnest($1::timestamptz[], $2::text[]) as wanted(at, key)
    join invocation i on i.started_at = wanted.at and i.key = decode(wanted.key, 'hex')
   where i.started_at >= $3 and i.started_at <= $4`

/**
 * The log lines of all invocations of a trace, by time; of one invocation in stream order. At most those of 100
 * invocations, and 5,000 lines; truncated says that there are more. Throws as getTraceDocuments does.
 */
export async function listTraceLines(db: Db, traceId: string, place: Place = {}): Promise<TraceLinesResponse> {
  const { id, startMs, documents } = await getTraceDocuments(db, traceId, place)
  const all = await listTraceInvocations(db, id, startMs, listRequests(buildTree(documents).spans))
  const invocations = all.invocations.slice(0, MOST_INVOCATIONS)
  const attempts = await findAttempts(db, invocations)
  let lines: TraceLine[] = []
  let truncated = all.invocationCount > MOST_INVOCATIONS
  for (let at = 0; at < invocations.length; at += AT_ONCE) {
    const some = invocations.slice(at, at + AT_ONCE)
    const read = await Promise.all(some.map((one) => linesOf(db, one, attempts.get(one.id))))
    lines = [...lines, ...read.flatMap((one) => one.lines)].sort((a, b) => a.atMs - b.atMs)
    truncated ||= lines.length > MOST_LINES || read.some((one) => one.truncated)
    lines = lines.slice(0, MOST_LINES)
  }
  return { lines, truncated }
}

async function findAttempts(db: Db, invocations: readonly Invocation[]): Promise<Map<string, Row>> {
  const parsed = invocations.map(({ id }) => parseInvocationId(id)).filter((one) => one !== null)
  if (parsed.length === 0) return new Map()
  const moments = parsed.map(({ atMs }) => new Date(atMs))
  const sorted = moments.toSorted((a, b) => a.getTime() - b.getTime())
  const rows = await selectRows<Row>(db.pool, SQL, [moments, parsed.map(({ key }) => key), sorted[0], sorted.at(-1)])
  return new Map(rows.map((row) => [invocationId(row.atMs, row.key), row]))
}

async function linesOf(db: Db, { id, functionName, requestId, spanId }: Invocation, attempt: Row | undefined) {
  if (attempt === undefined) return { lines: [], truncated: false }
  const { lines, truncated } = await listInvocationLines(db, attempt)
  return { lines: lines.map((line) => ({ ...line, invocationId: id, functionName, requestId, spanId })), truncated }
}

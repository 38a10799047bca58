import type pg from 'pg'
import { outlineSegment, type SegmentOutline } from '@/lib/domain/traces/outline-trace'
import { parseSegment } from '@/lib/domain/traces/parse-segment'
import type { Segment } from '@/lib/domain/traces/segment'
import { LEAST_SPANS, outlineOfLarge } from '@/lib/server/blocks/outline-of-large'
import { unpackDocuments } from '@/lib/server/blocks/pack-documents'
import { selectRows } from '@/lib/server/db'

/** documents: how many there are, those included that are no segment. */
export type TraceToOutline = { id: string; startedAtMs: number; documents: number; segments: readonly Segment[] }
/** outlineWith: the versions of the rows of other account-regions that it is made of beside its own, in their order. */
export type KeptOutline = { outline: Buffer | null; outlineWith: string }

type Told = { accountRegionId: number; startedAtMs: number; documents: number; segments: SegmentOutline[] }
type Row = { accountRegionId: number; startedAtMs: number; version: string; body: Buffer }

const AROUND_MS = 86_400_000
/* Parts that begin more than a day apart are left to their documents: each day more is a partition more to look into. */
const ELSEWHERE = 'FROM trace WHERE id = ANY($2) AND account_region_id <> $1 AND started_at BETWEEN $3 AND $4'
/* In the order of IDs, so that of two that hold several traces none waits for the other one. */
const HOLD = `
  SELECT pg_advisory_xact_lock(hashtext('trace outline'), hashtext(id))
  FROM (SELECT DISTINCT id ${ELSEWHERE} ORDER BY id OFFSET 0) AS shared`
const COUNT = `SELECT id, coalesce(sum(span_count), 0)::int AS spans ${ELSEWHERE} GROUP BY id`
const TOLD = `
  SELECT account_region_id AS "accountRegionId", (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs",
    xmin::text AS version, body
  FROM trace_documents WHERE trace_id = $2 AND account_region_id <> $1 ORDER BY started_at, account_region_id`

/**
 * What the waterfall draws of large traces, by ID, with what other account-regions tell of them. A trace that others know of is
 * held until the caller's transaction ends: of two that store their parts at once, the later one sees both.
 */
export async function outlineTraces(
  client: pg.ClientBase,
  accountRegionId: number,
  traces: readonly TraceToOutline[],
): Promise<ReadonlyMap<string, KeptOutline>> {
  const elsewhere = await holdShared(client, accountRegionId, traces)
  const kept = new Map<string, KeptOutline>()
  for (const { id, segments, ...trace } of traces) {
    const own = { ...trace, accountRegionId, segments: segments.map(outlineSegment) }
    const spans = elsewhere.get(id)
    if (spans === undefined) kept.set(id, { outline: outlineOfLarge(own.documents, own.segments), outlineWith: '' })
    else if (spans + countSpans(own.segments) >= LEAST_SPANS) kept.set(id, await outlineShared(client, id, own))
  }
  return kept
}

/** Of how many spans of each trace other account-regions tell; of most traces none does. */
async function holdShared(
  client: pg.ClientBase,
  accountRegionId: number,
  traces: readonly TraceToOutline[],
): Promise<ReadonlyMap<string, number>> {
  const starts = traces.map(({ startedAtMs }) => startedAtMs)
  const from = new Date(starts.reduce((a, b) => Math.min(a, b)) - AROUND_MS)
  const to = new Date(starts.reduce((a, b) => Math.max(a, b)) + AROUND_MS)
  const values = [accountRegionId, traces.map(({ id }) => id), from, to]
  const { rowCount } = await client.query(HOLD, values)
  if (rowCount === 0) return new Map()
  const rows = await selectRows<{ id: string; spans: number }>(client, COUNT, values)
  return new Map(rows.map(({ id, spans }) => [id, spans]))
}

async function outlineShared(client: pg.ClientBase, id: string, own: Told): Promise<KeptOutline> {
  const rows = await selectRows<Row>(client, TOLD, [own.accountRegionId, id])
  const told = [own, ...rows.map(readRow)].sort(
    (a, b) => a.startedAtMs - b.startedAtMs || a.accountRegionId - b.accountRegionId,
  )
  const documents = told.reduce((sum, one) => sum + one.documents, 0)
  const segments = told.flatMap((one) => one.segments)
  return { outline: outlineOfLarge(documents, segments), outlineWith: rows.map(({ version }) => version).join('.') }
}

function readRow({ body, version: _, ...row }: Row): Told {
  const texts = unpackDocuments(body)
  const segments = texts.flatMap((text) => {
    // One at a time: all that a large trace says at once is several times what is kept of it.
    const segment = parseSegment(text)
    return segment === null ? [] : [outlineSegment(segment)]
  })
  return { ...row, documents: texts.length, segments }
}

function countSpans(segments: readonly SegmentOutline[]): number {
  let count = 0
  const open = [...segments]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    count += 1
    for (const child of one.subsegments) open.push(child)
  }
  return count
}

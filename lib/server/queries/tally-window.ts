import type { MapResponse } from '@/lib/contracts/map'
import type { Window } from '@/lib/domain/covered-window'
import { firstKeptMs } from '@/lib/domain/retention'
import { type GraphPiece, planGraphPieces, SLOT_MINUTES, widenToHours } from '@/lib/domain/traces/graph-buckets'
import type { GraphTally } from '@/lib/domain/traces/trace-graph'
import { addPackedGraph } from '@/lib/server/blocks/pack-graph'
import { type Db, selectRows } from '@/lib/server/db'
import { addTraceGraphs } from '@/lib/server/queries/add-trace-graphs'
import { getRetention } from '@/lib/server/queries/get-retention'

/** What a graph counts, as MapResponse has it. */
export type Tallied = Pick<
  MapResponse,
  'countedFromMs' | 'countedToMs' | 'traces' | 'of' | 'behind' | 'leftOut' | 'hidden'
>

type Piece = GraphPiece & { placeId: number }
type Due = { placeId: number; minutes: number; atMs: number }

const MINUTE_MS = 60_000
const PLACES = 'select id from account_region where $1::int[] is null or id = any($1) order by id'
const DUE = `
  select distinct account_region_id as "placeId", minutes, (extract(epoch from at) * 1000)::float8 as "atMs" from graph_due
   where account_region_id = any($1) and at > $2::timestamptz - interval '1 day' and at < $3`
const BUCKETS = `
  select b.body
    from unnest($1::int[], $2::int2[], $3::timestamptz[], $4::timestamptz[]) as p(place, minutes, from_at, to_at)
    join graph_bucket b on b.account_region_id = p.place and b.minutes = p.minutes and b.at >= p.from_at and b.at < p.to_at`

/** Adds all traces that began in the window to a graph: kept graphs of whole stretches, and the traces at its ends. */
export async function tallyWindow(
  db: Db,
  tally: GraphTally,
  { placeIds, window: asked }: { placeIds: readonly number[] | null; window: Window },
  nowMs: number,
): Promise<Tallied> {
  const detailFromMs = firstKeptMs(nowMs, (await getRetention(db)).traceDocuments)
  const window = widenToHours(asked, detailFromMs)
  const places = (await selectRows<{ id: number }>(db.pool, PLACES, [placeIds])).map(({ id }) => id)
  const due = await selectRows<Due>(db.pool, DUE, [places, new Date(window.fromMs), new Date(window.toMs)])
  const marked = new Set(due.map(({ placeId, minutes, atMs }) => `${placeId} ${minutes} ${atMs}`))
  const pieces = places.flatMap((placeId): Piece[] => {
    const isKept = (minutes: number, atMs: number) =>
      atMs + minutes * MINUTE_MS <= nowMs && (atMs < detailFromMs || !marked.has(`${placeId} ${minutes} ${atMs}`))
    return planGraphPieces(window, isKept).map((piece) => ({ ...piece, placeId }))
  })
  const kept = await addKept(db, tally, pieces)
  let { traces } = kept
  for (const piece of pieces) if (piece.minutes === 0) traces += await addTraceGraphs(db.pool, tally, piece)
  const behind = due.filter(
    ({ minutes, atMs }) => minutes === SLOT_MINUTES && atMs >= window.fromMs && atMs < window.toMs,
  )
  const counted = {
    countedFromMs: window.fromMs,
    countedToMs: Math.max(window.fromMs + 1, Math.min(window.toMs, nowMs)),
  }
  return { ...counted, traces, of: null, behind: behind.length, leftOut: kept.leftOut, hidden: null }
}

async function addKept(
  db: Db,
  tally: GraphTally,
  pieces: readonly Piece[],
): Promise<{ traces: number; leftOut: number }> {
  const kept = pieces.filter(({ minutes }) => minutes > 0)
  const rows = await selectRows<{ body: Buffer }>(db.pool, BUCKETS, [
    ...[kept.map(({ placeId }) => placeId), kept.map(({ minutes }) => minutes)],
    ...[kept.map(({ fromMs }) => new Date(fromMs)), kept.map(({ toMs }) => new Date(toMs))],
  ])
  let [traces, leftOut] = [0, 0]
  for (const { body } of rows) {
    const facts = addPackedGraph(tally, body)
    traces += facts.traces
    leftOut = Math.max(leftOut, facts.leftOut)
  }
  return { traces, leftOut }
}

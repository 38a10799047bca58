import type { MapResponse } from '@/lib/contracts/map'
import type { Window } from '@/lib/domain/covered-window'
import { countableWindow, type GraphPiece, planGraphPieces, SLOT_MINUTES } from '@/lib/domain/traces/graph-buckets'
import type { GraphTally } from '@/lib/domain/traces/trace-graph'
import { addPackedGraph } from '@/lib/server/blocks/pack-graph'
import { type Db, selectRows } from '@/lib/server/db'
import { addTraceGraphs } from '@/lib/server/queries/add-trace-graphs'
import { listGraphPlaces } from '@/lib/server/queries/list-graph-places'

/** What a graph counts, as MapResponse has it. */
export type Tallied = Pick<
  MapResponse,
  'countedFromMs' | 'countedToMs' | 'cutBy' | 'traces' | 'behind' | 'leftOut' | 'hidden'
>

type Piece = GraphPiece & { placeId: number }
type Due = { placeId: number; minutes: number; atMs: number }
type Bucket = { placeId: number; body: Buffer }

const MINUTE_MS = 60_000
const DUE = `
  select distinct account_region_id as "placeId", minutes, (extract(epoch from at) * 1000)::float8 as "atMs" from graph_due
   where account_region_id = any($1) and at > $2::timestamptz - interval '1 day' and at < $3`
const BUCKETS = `
  select b.account_region_id as "placeId", b.body
    from unnest($1::int[], $2::int2[], $3::timestamptz[], $4::timestamptz[]) as p(place, minutes, from_at, to_at)
    join graph_bucket b on b.account_region_id = p.place and b.minutes = p.minutes and b.at >= p.from_at and b.at < p.to_at`

/**
 * Adds all traces that began in the window to a graph, from when on the graphs of all its account-regions are whole: kept
 * graphs of whole stretches, and the traces at its ends.
 */
export async function tallyWindow(
  db: Db,
  tally: GraphTally,
  { placeIds, window: asked }: { placeIds: readonly number[] | null; window: Window },
  nowMs: number,
): Promise<Tallied> {
  const places = await listGraphPlaces(db, placeIds)
  const latest = (moments: number[]) => Math.max(0, ...moments)
  const window = countableWindow(asked, {
    fromMs: latest(places.map(({ fromMs }) => fromMs)),
    detailFromMs: latest(places.map(({ detailFromMs }) => detailFromMs)),
  })
  const counted = { ...countedOf(window, nowMs), cutBy: window.fromMs > asked.fromMs ? ('kept' as const) : null }
  const ids = places.map(({ id }) => id)
  const due = await selectRows<Due>(db.pool, DUE, [ids, new Date(window.fromMs), new Date(window.toMs)])
  const marked = new Set(due.map(({ placeId, minutes, atMs }) => `${placeId} ${minutes} ${atMs}`))
  const kept = places.flatMap(({ id, detailFromMs }): Piece[] => {
    const isKept = (minutes: number, atMs: number) =>
      atMs + minutes * MINUTE_MS <= nowMs && (atMs < detailFromMs || !marked.has(`${id} ${minutes} ${atMs}`))
    const pieces = planGraphPieces(window, isKept).filter(({ minutes }) => minutes > 0)
    return pieces.map((piece) => ({ ...piece, placeId: id }))
  })
  const leftOut = new Map<number, number>()
  let traces = await addKept(db, tally, kept, leftOut)
  // Whatever is kept: what is left at the two ends of a window is less than a slot.
  for (const { minutes, fromMs, toMs } of planGraphPieces(window, () => false)) {
    if (minutes > 0) continue
    const added = await addTraceGraphs(db.pool, tally, { placeIds: ids, fromMs, toMs })
    traces += added.traces
    for (const [placeId, nodes] of added.leftOut) keepMost(leftOut, placeId, nodes)
  }
  const sumLeftOut = [...leftOut.values()].reduce((sum, nodes) => sum + nodes, 0)
  return { ...counted, traces, behind: countBehind(due, kept), leftOut: sumLeftOut, hidden: null }
}

/** What is counted of a window: up to now, and nothing where nothing can be. */
export function countedOf({ fromMs, toMs }: Window, nowMs: number): Pick<Tallied, 'countedFromMs' | 'countedToMs'> {
  const countedToMs = fromMs === toMs ? toMs : Math.max(fromMs + 1, Math.min(toMs, nowMs))
  return { countedFromMs: fromMs, countedToMs }
}

async function addKept(
  db: Db,
  tally: GraphTally,
  kept: readonly Piece[],
  leftOut: Map<number, number>,
): Promise<number> {
  const rows = await selectRows<Bucket>(db.pool, BUCKETS, [
    ...[kept.map(({ placeId }) => placeId), kept.map(({ minutes }) => minutes)],
    ...[kept.map(({ fromMs }) => new Date(fromMs)), kept.map(({ toMs }) => new Date(toMs))],
  ])
  let traces = 0
  for (const { placeId, body } of rows) {
    const facts = addPackedGraph(tally, body)
    traces += facts.traces
    keepMost(leftOut, placeId, facts.leftOut)
  }
  return traces
}

/** The stretches of one account-region leave out the same nodes again and again; those of two are others. */
function keepMost(leftOut: Map<number, number>, placeId: number, nodes: number): void {
  leftOut.set(placeId, Math.max(nodes, leftOut.get(placeId) ?? 0))
}

/** Slots of which the newest traces lack, in whichever account-region; what is read from traces themselves lacks none. */
function countBehind(due: readonly Due[], kept: readonly Piece[]): number {
  const isRead = ({ placeId, atMs }: Due) =>
    kept.some((piece) => piece.placeId === placeId && piece.fromMs <= atMs && atMs < piece.toMs)
  const behind = due.filter((one) => one.minutes === SLOT_MINUTES && isRead(one))
  return new Set(behind.map(({ atMs }) => atMs)).size
}

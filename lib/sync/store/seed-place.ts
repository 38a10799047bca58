import type pg from 'pg'
import { getRetention } from '@/lib/server/queries/get-retention'
import { reachOf, targetFrom } from '@/lib/sync/retention'
import { type StateSeed, seedStates } from '@/lib/sync/store/seed-states'

const LATER_MS = 3_600_000

/** A row for each step of an account-region. Steps that wait for the functions are woken by the step that finds them. */
export async function seedPlace(
  pool: pg.Pool,
  placeId: number,
  { backfillMs, nowMs }: { backfillMs: number; nowMs: number },
): Promise<void> {
  const reach = reachOf(await getRetention({ pool }))
  const laterMs = nowMs + LATER_MS
  const traces = targetFrom(nowMs, backfillMs, reach.traces)
  const metrics = targetFrom(nowMs, backfillMs, reach.metrics)
  const seed = (step: string, kind: StateSeed['kind'], nextRunAtMs: number, targetFromMs: number | null = null) => {
    return { step, subject: '', kind, nextRunAtMs, targetFromMs }
  }
  await seedStates(pool, placeId, [
    seed('functions', 'inventory', nowMs),
    seed('function-details', 'inventory', laterMs),
    seed('metric-list', 'metrics', laterMs),
    seed('metrics', 'metrics', laterMs, metrics),
    seed('log-groups', 'logs', laterMs),
    seed('traces', 'traces', laterMs, traces),
    seed('trace-documents', 'traces', laterMs),
    seed('trace-graphs', 'inventory', nowMs),
    seed('issues', 'inventory', nowMs),
    seed('log-queries', 'inventory', laterMs),
    seed('pack-logs', 'inventory', nowMs),
    seed('prune', 'inventory', nowMs),
  ])
}

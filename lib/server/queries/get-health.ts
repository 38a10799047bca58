import type { HealthResponse } from '@/lib/contracts/health'
import { type Db, selectRows } from '@/lib/server/db'
import { isDatabaseAway } from '@/lib/server/is-database-away'
import { listAccountStates } from '@/lib/server/queries/list-accounts'
import { listSourceHealth } from '@/lib/server/queries/list-source-health'

const WORKER_SILENT_MS = 30_000
const STARTING_MS = 60_000
const GOOD = new Set(['ok', 'running', 'waiting', 'paused', 'gone'])

/**
 * Whether the parts work. starting: no worker has shown itself since this process began, or nothing is pulled yet;
 * degraded: the worker is silent or a source does not answer. Never throws for a database that is away.
 */
export async function getHealth(db: Db, nowMs: number): Promise<HealthResponse> {
  try {
    const [{ seenAtMs, latencyMs }, accounts, sources] = await Promise.all([
      readWorker(db),
      listAccountStates(db),
      listSourceHealth(db, nowMs),
    ])
    const workerHealth = judgeWorker(seenAtMs, nowMs)
    return {
      status: judgeStatus(workerHealth.state, [...sources, ...accounts.filter(({ paused }) => !paused)]),
      database: { state: 'ok', latencyMs },
      worker: workerHealth,
      accounts: accounts.map(({ name, accountId, paused, state, detail }) => ({
        name,
        accountId,
        paused,
        state,
        detail,
      })),
      sources: sources.map(({ kind, accountId, region, state, lagMs, detail }) => ({
        kind,
        accountId,
        region,
        state,
        lagMs,
        detail,
      })),
    }
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    return {
      status: 'degraded',
      database: { state: 'unreachable', latencyMs: null },
      worker: { state: 'missing', seenMsAgo: null },
      accounts: [],
      sources: [],
    }
  }
}

/** When a worker last showed itself, and what the database took to say so. */
async function readWorker(db: Db): Promise<{ seenAtMs: number | null; latencyMs: number }> {
  const from = performance.now()
  const [worker] = await selectRows<{ seenAtMs: number | null }>(
    db.pool,
    'select (extract(epoch from max(seen_at)) * 1000)::float8 as "seenAtMs" from worker',
    [],
  )
  return { seenAtMs: worker?.seenAtMs ?? null, latencyMs: Math.round((performance.now() - from) * 10) / 10 }
}

function judgeWorker(seenAtMs: number | null, nowMs: number): HealthResponse['worker'] {
  const seenMsAgo = seenAtMs === null ? null : Math.max(0, Math.round(nowMs - seenAtMs))
  if (seenMsAgo !== null && seenMsAgo < WORKER_SILENT_MS) return { state: 'ok', seenMsAgo }
  const justBegun = process.uptime() * 1000 < STARTING_MS
  return { state: justBegun ? 'starting' : 'missing', seenMsAgo }
}

function judgeStatus(
  worker: HealthResponse['worker']['state'],
  parts: readonly { state: string; lastOkAtMs?: number | null }[],
): HealthResponse['status'] {
  if (worker === 'missing' || parts.some((part) => !GOOD.has(part.state))) return 'degraded'
  const pulled = parts.some((part) => (part.lastOkAtMs ?? null) !== null)
  return worker === 'starting' || !pulled ? 'starting' : 'ready'
}

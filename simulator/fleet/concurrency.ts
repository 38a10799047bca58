import type { Call, FunctionState } from '@/simulator/fleet/model/state'
import type { ConcurrencyMinute } from '@/simulator/fleet/types'

const MINUTE_MS = 60_000
/** An init precedes START by at most this. */
const INIT_LEAD_MS = 15_000

type Change = { atMs: number; by: 1 | -1; call: Call }

/**
 * The most that was in use at any instant of a minute: an environment counts from the start of its init to its REPORT.
 * Claimed is what AWS counts against the limit: unreserved in use, everything reserved, and provisioned environments of
 * functions without a reservation.
 */
export function measureConcurrency(functions: readonly FunctionState[], minuteMs: number): ConcurrencyMinute {
  const measured: ConcurrencyMinute = { account: 0, unreserved: 0, claimed: 0, byFunction: new Map() }
  const changes = functions.flatMap((fn) => changesOf(fn, minuteMs))
  // An end at an instant frees the environment before a start at the same instant takes one.
  changes.sort((a, b) => a.atMs - b.atMs || a.by - b.by)
  let account = 0
  let unreserved = 0
  let claimable = 0
  const standing = functions.reduce((sum, { spec }) => sum + (spec.reserved ?? spec.provisioned?.count ?? 0), 0)
  measured.claimed = standing
  const inUse = new Map<string, number>()
  for (const { by, call } of changes) {
    const { invocation, fn } = call
    account += by
    if (fn.spec.reserved === null) unreserved += by
    if (fn.spec.reserved === null && !invocation.provisioned) claimable += by
    measured.account = Math.max(measured.account, account)
    measured.unreserved = Math.max(measured.unreserved, unreserved)
    measured.claimed = Math.max(measured.claimed, claimable + standing)
    countFunction(measured, inUse, call, by)
  }
  return measured
}

function countFunction(measured: ConcurrencyMinute, inUse: Map<string, number>, call: Call, by: number): void {
  const { functionName, qualifier, provisioned } = call.invocation
  let entry = measured.byFunction.get(functionName)
  if (!entry) {
    entry = { all: 0, byQualifier: new Map(), provisionedInUse: new Map() }
    measured.byFunction.set(functionName, entry)
  }
  const route = qualifier ?? '$LATEST'
  const count = (key: string) => {
    const now = (inUse.get(key) ?? 0) + by
    inUse.set(key, now)
    return now
  }
  entry.all = Math.max(entry.all, count(functionName))
  const onRoute = count(`${functionName} route ${route}`)
  entry.byQualifier.set(route, Math.max(entry.byQualifier.get(route) ?? 0, onRoute))
  if (!provisioned) return
  const onProvisioned = count(`${functionName} provisioned ${route}`)
  entry.provisionedInUse.set(route, Math.max(entry.provisionedInUse.get(route) ?? 0, onProvisioned))
}

function changesOf(fn: FunctionState, minuteMs: number): Change[] {
  const changes: Change[] = []
  for (const call of fn.calls.range(minuteMs - fn.longestMs, minuteMs + MINUTE_MS + INIT_LEAD_MS)) {
    const { invocation } = call
    const fromMs = invocation.initStartMs ?? invocation.startMs
    if (invocation.endMs < minuteMs || fromMs >= minuteMs + MINUTE_MS) continue
    changes.push({ atMs: Math.max(fromMs, minuteMs), by: 1, call }, { atMs: invocation.endMs, by: -1, call })
  }
  return changes
}

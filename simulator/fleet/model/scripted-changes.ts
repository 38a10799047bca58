import { memoryOfVersion } from '@/simulator/fleet/model/function-state'
import type { FunctionState } from '@/simulator/fleet/model/state'
import { hashText } from '@/simulator/fleet/random'

export type ChangeKind =
  | 'deployment'
  | 'memory'
  | 'variable'
  | 'new-variable'
  | 'tags'
  | 'mapping'
  | 'mapping-disabled'
  | 'mapping-enabled'

/** Something that the owners of a function did to $LATEST, its tags or its event source mapping; memoryMb is what $LATEST has since. */
export type ScriptedChange = { atMs: number; kind: ChangeKind; memoryMb: number }

const PERIOD_MS = 12 * 3_600_000
const EARLIEST_MS = 10 * 60_000
/** A disabled mapping is enabled again after so long; what came meanwhile waits in its queue or stream. */
const DISABLED_MS = 3 * 3_600_000
const KINDS: readonly ChangeKind[] = [
  ...(['deployment', 'variable', 'memory', 'mapping-disabled'] as const),
  ...(['tags', 'mapping', 'new-variable'] as const),
]
/** Lambda replaces the environments of $LATEST; published versions stay as they were published. */
const RESTARTS: ReadonlySet<ChangeKind> = new Set(['deployment', 'variable', 'memory', 'new-variable'])

/**
 * What was changed up to an instant, oldest first: one change every half a day (and its end, where it is for a while) after the history that the fleet began with,
 * each function at its own time. Only the function and the instant decide.
 */
export function changesUntil(fn: FunctionState, atMs: number): ScriptedChange[] {
  const { spec } = fn
  const hash = hashText(`${fn.worldSeed} changes ${spec.region} ${spec.name}`) >>> 0
  const firstMs = fn.historyStartMs + fn.historyMs + EARLIEST_MS + Math.floor((hash % PERIOD_MS) / 60_000) * 60_000
  const hasMapping = spec.triggers.some(({ kind }) => kind === 'sqs' || kind === 'stream')
  const kinds = KINDS.filter((kind) => !kind.startsWith('mapping') || hasMapping)
  const changes: ScriptedChange[] = []
  let { memoryMb } = spec
  for (let at = firstMs, serial = hash % kinds.length; at <= atMs; at += PERIOD_MS, serial += 1) {
    const kind = kinds[serial % kinds.length] ?? 'deployment'
    if (kind === 'memory') memoryMb = memoryMb === spec.memoryMb ? 2 * memoryMb : spec.memoryMb
    changes.push({ atMs: at, kind, memoryMb })
    if (kind !== 'mapping-disabled' || at + DISABLED_MS > atMs) continue
    changes.push({ atMs: at + DISABLED_MS, kind: 'mapping-enabled', memoryMb })
  }
  return changes
}

/** When a mapping that is disabled at an instant is enabled again; null while it is not disabled. */
export function mappingEnabledAt(fn: FunctionState, atMs: number): number | null {
  const last = changesUntil(fn, atMs).findLast(({ kind }) => kind.startsWith('mapping-'))
  return last?.kind === 'mapping-disabled' ? last.atMs + DISABLED_MS : null
}

/** When Lambda last replaced the environments of $LATEST; null when it did not. */
export function restartedAt(fn: FunctionState, atMs: number): number | null {
  return changesUntil(fn, atMs).findLast(({ kind }) => RESTARTS.has(kind))?.atMs ?? null
}

/** The memory that a version has: that of $LATEST is doubled and halved again. */
export function memoryAt(fn: FunctionState, version: string, atMs: number): number {
  const changed = version === '$LATEST' ? changesUntil(fn, atMs).at(-1) : undefined
  return changed?.memoryMb ?? memoryOfVersion(fn.spec, version)
}

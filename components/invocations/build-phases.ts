import type { InvocationItem } from '@/lib/contracts/invocations'

export type Phase = { kind: 'init' | 'restore' | 'handler'; label: string; durationMs: number; share: number }

type Timed = Pick<InvocationItem, 'initMs' | 'restoreMs' | 'durationMs'>

/** The phases that the report line times, in the order in which they ran, each with its share of their sum. */
export function buildPhases({ initMs, restoreMs, durationMs }: Timed): Phase[] {
  const parts = [
    { kind: 'init', label: 'Init', durationMs: initMs },
    { kind: 'restore', label: 'Restore', durationMs: restoreMs },
    { kind: 'handler', label: 'Handler', durationMs },
  ] as const
  const total = parts.reduce((sum, part) => sum + (part.durationMs ?? 0), 0)
  return parts.flatMap(({ kind, label, durationMs: ms }) =>
    ms === null ? [] : [{ kind, label, durationMs: ms, share: total === 0 ? 0 : ms / total }],
  )
}

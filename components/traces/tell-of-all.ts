import { explainGaps } from '@/components/traces/explain-gaps'
import { isFailed } from '@/components/traces/waterfall-state'
import { type PackedColumns, unpackFlagsAndDurations } from '@/lib/domain/traces/pack-trace-columns'

/** failed: how many spans of the trace failed; gaps: what it lacks. */
export type ToldOfAll = { failed: number; gaps: string[] }

/** What a page says of a whole trace while it has the first spans alone. */
export function tellOfAll(packed: PackedColumns, trace: { limitExceeded: boolean; durationMs: number }): ToldOfAll {
  const { flags, durationUs } = unpackFlagsAndDurations(packed)
  return { failed: flags.filter(isFailed).length, gaps: explainGaps({ flags, durationUs }, trace) }
}

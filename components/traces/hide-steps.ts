import { formatDuration } from '@/lib/domain/format'

/** What segments may be shorter than to be hidden, microseconds. */
const STEPS_US = [100, 1_000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 10_000_000]

/** Those that leave something of the trace, with 0 for none hidden, and what a link may have asked for besides. */
export function listHideSteps(totalUs: number, chosenUs: number): { us: number; says: string }[] {
  const steps = new Set([0, ...STEPS_US.filter((us) => us < totalUs), chosenUs])
  return [...steps]
    .sort((a, b) => a - b)
    .map((us) => ({ us, says: us === 0 ? 'Show all' : `Hide under ${formatDuration(us / 1000)}` }))
}

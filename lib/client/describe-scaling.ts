import type { Scaling } from '@/lib/contracts/concurrency'
import { formatCount } from '@/lib/domain/format'

export const SCALING_HELP =
  'Execution environments that each version has at least and at most on the instances of its capacity provider. Each of them serves several requests at once.'

/** "version 3 · 3 to 15 environments", for each version on managed instances; null: not known of any. */
export function describeScaling(scaling: readonly Scaling[]): string[] | null {
  return scaling.length === 0 ? null : scaling.map(describeOne)
}

function describeOne({ version, min, max, appliedMin, appliedMax }: Scaling): string {
  const isInEffect = min === appliedMin && max === appliedMax
  const inEffect = isInEffect ? '' : ` · ${formatCount(appliedMin)} to ${formatCount(appliedMax)} in effect`
  return `version ${version} · ${formatCount(min)} to ${formatCount(max)} environments${inEffect}`
}

import type { CoverageReason } from '@/lib/contracts/summary'

/** What AWS refuses of a source, in full, with what to do about it; null where nothing is refused. */
export function findRefused(reasons: readonly CoverageReason[], source: 'metrics' | 'logs'): string | null {
  const refused = reasons.find((one) => one.source === source && one.code.endsWith('_DENIED'))
  return refused === undefined ? null : `${refused.message} ${refused.fix ?? ''}`.trim()
}

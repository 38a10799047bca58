import type { ColdStartLedger } from '@/lib/contracts/performance'
import { formatCount, formatDuration, formatSignedUsd, formatUsd } from '@/lib/domain/format'

const NOT_SEEN = 'It excludes Amazon EFS, which is not looked at here.'

/** What SnapStart does for the cold starts of the ledger, or would. */
export function snapStartWords(plan: ColdStartLedger['snapStart']): string {
  if (plan === null) return 'Not known: the memory or the window is not.'
  if (plan.state === 'impossible') return plan.reason
  if (plan.state === 'on') {
    const { restores, inits } = plan
    if (inits === 0 && restores > 0) return 'It is on: what the ledger counts are restores.'
    if (inits === 0) return 'It is on for published versions, and there is no cold start to restore.'
    return `It is on for published versions: ${formatCount(restores)} of the ${formatCount(restores + inits)} cold starts are restores. The others are inits of $LATEST, to which it does not apply, or of versions that were published without it.`
  }
  const { isFree, usdPerMonth, breakEvenInitMs, keptUsdPerMonth, latestColdStarts } = plan
  const bill = isFree
    ? `Free of charge on Java: the bill would change by ${formatSignedUsd(usdPerMonth)} a month, and inits become restores.`
    : `It would change the bill by ${formatSignedUsd(usdPerMonth)} a month, ${formatUsd(keptUsdPerMonth)} of it for keeping one version’s snapshot. A restore is cheaper than an init only from ${formatDuration(breakEvenInitMs)} of init on; below that it buys time, not money.`
  const latest =
    latestColdStarts === 0
      ? ''
      : ` ${formatCount(latestColdStarts)} cold ${latestColdStarts === 1 ? 'start' : 'starts'} of $LATEST ${latestColdStarts === 1 ? 'is' : 'are'} left out: it applies to published versions alone.`
  return `${bill}${latest} ${NOT_SEEN}`
}

import type { PageCoverage } from '@/lib/client/page-coverage'
import { inScope, type Place } from '@/lib/client/place'
import type { HealthResponse } from '@/lib/contracts/health'
import { formatDuration, formatPercent } from '@/lib/domain/format'

const MINUTE_MS = 60_000
const STALE_MS = 10 * MINUTE_MS

/** Reasons that are someone's choice and leave the figures whole. */
const EXPECTED = new Set(['TRACES_SAMPLED', 'TRACING_OFF'])

/** short: for narrow windows. */
type Judged = { label: string; short?: string; good: boolean }

/** The sources of the scope by account, those of one beside each other, each with the name of its account where there are several. */
export function sourcesInScope(
  { sources, accounts }: Pick<HealthResponse, 'sources' | 'accounts'>,
  scope: readonly Place[],
): (HealthResponse['sources'][number] & { accountName: string | null })[] {
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]))
  const areSeveral = new Set(sources.map(({ accountId }) => accountId)).size > 1
  const nameOf = (accountId: string) => names.get(accountId) ?? accountId
  return sources
    .filter((source) => inScope(scope, source))
    .map((source) => ({ ...source, accountName: areSeveral ? nameOf(source.accountId) : null }))
    .sort((a, b) => (a.accountName ?? '').localeCompare(b.accountName ?? '', 'en'))
}

/** How fresh and how whole the figures of a page are, by the sources of its scope; page: what it says of its own figures. */
export function judgeCoverage(
  health: HealthResponse,
  page: Pick<PageCoverage, 'coverage' | 'part'> | null,
  scope: readonly Place[],
): Judged {
  if (health.database.state !== 'ok') return { label: 'No database', good: false }
  if (health.worker.state === 'missing') return { label: 'Not pulling', good: false }
  const sources = sourcesInScope(health, scope)
  // The inventory is read every few minutes and its age says nothing about the figures.
  const lags = sources.flatMap(({ kind, lagMs }) => (lagMs === null || kind === 'inventory' ? [] : [lagMs]))
  const worst = lags.length === 0 ? null : Math.max(...lags)
  const refused = sources.filter(({ state }) => state === 'denied' || state === 'unavailable').length
  if (page !== null && page.coverage.logs !== null) {
    const { coverage, part } = page
    const reasons = coverage.reasons.filter(({ code }) => !EXPECTED.has(code)).length
    const share = `${formatPercent(Math.min(1, page.coverage.logs))}${part === null ? '' : ` of ${part}`}`
    // Where the share is not that of all functions, of how many it is says more than the share.
    return {
      label: `Logs ${share}`,
      short: part?.replace(' of ', '/') ?? share,
      good: reasons === 0 && refused === 0 && part === null,
    }
  }
  if (refused > 0) return { label: 'Partial', good: false }
  if (worst === null) return { label: 'Starting', good: false }
  const lag = formatDuration(Math.round(worst / 1000) * 1000)
  const short = worst < MINUTE_MS ? lag : formatDuration(Math.round(worst / MINUTE_MS) * MINUTE_MS)
  return { label: `${lag} behind`, short, good: worst < STALE_MS }
}

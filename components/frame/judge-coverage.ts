import type { PageCoverage } from '@/lib/client/page-coverage'
import { inScope, type Place } from '@/lib/client/place'
import type { HealthResponse } from '@/lib/contracts/health'
import { formatDuration, formatPercent } from '@/lib/domain/format'

const MINUTE_MS = 60_000
/**
 * From when on a source is later than it should be. Metrics of what is active are known five minutes after their minute
 * ended, and lines of functions in use within a minute; the read itself comes on top, and groups that are seldom used.
 */
const LATE_MS: Record<Source['kind'], number> = {
  inventory: Number.POSITIVE_INFINITY,
  metrics: 6 * MINUTE_MS,
  logs: 3 * MINUTE_MS,
  traces: 10 * MINUTE_MS,
}
const NAMES: Record<Source['kind'], string> = {
  inventory: 'Inventory',
  metrics: 'Metrics',
  logs: 'Logs',
  traces: 'Traces',
}

/** Reasons that are someone's choice and leave the figures whole. */
const EXPECTED = new Set(['TRACES_SAMPLED', 'TRACING_OFF'])

type Source = HealthResponse['sources'][number]

/** short: for narrow windows. */
type Judged = { label: string; short?: string; good: boolean }

/** The sources of the scope by account, those of one beside each other, each with the name of its account where there are several. */
export function sourcesInScope(
  { sources, accounts }: Pick<HealthResponse, 'sources' | 'accounts'>,
  scope: readonly Place[],
): (Source & { accountName: string | null })[] {
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
  const read = sources.filter(({ kind }) => kind !== 'inventory')
  const [worst] = read.flatMap(({ kind, lagMs }) => (lagMs === null ? [] : [{ kind, lagMs }])).sort(byLateness)
  const isLate = worst !== undefined && worst.lagMs >= LATE_MS[worst.kind]
  const refused = sources.filter(({ state }) => state === 'denied' || state === 'unavailable').length
  if (isLate && refused === 0) {
    const { label, short } = describeLag(worst.lagMs)
    return { label: `${NAMES[worst.kind]} ${label}`, short, good: false }
  }
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
  if (worst === undefined) return { label: 'Starting', good: false }
  return { ...describeLag(Math.max(...read.map(({ lagMs }) => lagMs ?? 0))), good: true }
}

/** By how much of what it may be late by a source is. */
function byLateness(left: Lag, right: Lag): number {
  return right.lagMs / LATE_MS[right.kind] - left.lagMs / LATE_MS[left.kind]
}

type Lag = Pick<Source, 'kind'> & { lagMs: number }

function describeLag(lagMs: number): { label: string; short: string } {
  const lag = formatDuration(Math.round(lagMs / 1000) * 1000)
  const short = lagMs < MINUTE_MS ? lag : formatDuration(Math.round(lagMs / MINUTE_MS) * MINUTE_MS)
  return { label: `${lag} behind`, short }
}

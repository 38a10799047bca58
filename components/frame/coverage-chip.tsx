'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Popover } from '@/components/ui/popover'
import { classNames } from '@/lib/client/class-names'
import { healthOptions } from '@/lib/client/health-options'
import { type PageCoverage, usePageCoverage } from '@/lib/client/page-coverage'
import type { HealthResponse } from '@/lib/contracts/health'
import { formatDuration, formatPercent } from '@/lib/domain/format'

const CoverageDetails = lazy(() => import('@/components/frame/coverage-details'))

const MINUTE_MS = 60_000
const STALE_MS = 10 * MINUTE_MS

/** How fresh and how whole the figures of the page are, with the reasons one press away. */
export function CoverageChip({ initialHealth }: { initialHealth: HealthResponse }) {
  const { data: health } = useQuery({ ...healthOptions(), initialData: initialHealth })
  const page = usePageCoverage()
  const state = judge(health, page)
  return (
    <Popover
      label={`Coverage: ${state.label}`}
      width={400}
      align="end"
      // Wide enough for either label, so that nothing moves when what the page rests on is known.
      className="h-8 min-w-18 shrink-0 gap-1.5 rounded-(--radius) px-1.5 text-muted text-xs hover:bg-hover hover:text-text lg:min-w-37"
      trigger={
        <>
          <span aria-hidden className={classNames('size-2 rounded-full', state.good ? 'bg-ok' : 'bg-error')} />
          <span className="figures max-lg:hidden">{state.label}</span>
          <span className="figures lg:hidden">{state.short ?? state.label}</span>
        </>
      }
    >
      <Suspense fallback={<div className="h-40" />}>
        <CoverageDetails health={health} page={page} />
      </Suspense>
    </Popover>
  )
}

/** Reasons that are someone's choice and leave the figures whole. */
const EXPECTED = new Set(['TRACES_SAMPLED', 'TRACING_OFF'])

/** short: for narrow windows. */
type Coverage = { label: string; short?: string; good: boolean }

function judge(health: HealthResponse, page: PageCoverage | null): Coverage {
  if (health.database.state !== 'ok') return { label: 'No database', good: false }
  if (health.worker.state === 'missing') return { label: 'Not pulling', good: false }
  // The inventory is read every few minutes and its age says nothing about the figures.
  const lags = health.sources.flatMap(({ kind, lagMs }) => (lagMs === null || kind === 'inventory' ? [] : [lagMs]))
  const worst = lags.length === 0 ? null : Math.max(...lags)
  const refused = health.sources.filter(({ state }) => state === 'denied' || state === 'unavailable').length
  if (page && page.coverage.logs !== null) {
    const reasons = page.coverage.reasons.filter(({ code }) => !EXPECTED.has(code)).length
    const share = formatPercent(Math.min(1, page.coverage.logs))
    return { label: `Logs ${share}`, short: share, good: reasons === 0 && refused === 0 }
  }
  if (refused > 0) return { label: 'Partial', good: false }
  if (worst === null) return { label: 'Starting', good: false }
  const lag = formatDuration(Math.round(worst / 1000) * 1000)
  const short = worst < MINUTE_MS ? lag : formatDuration(Math.round(worst / MINUTE_MS) * MINUTE_MS)
  return { label: `${lag} behind`, short, good: worst < STALE_MS }
}

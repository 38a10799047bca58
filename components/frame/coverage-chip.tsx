'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { judgeCoverage, sourcesInScope } from '@/components/frame/judge-coverage'
import { Popover } from '@/components/ui/popover'
import { classNames } from '@/lib/client/class-names'
import { healthOptions } from '@/lib/client/health-options'
import { usePageCoverage } from '@/lib/client/page-coverage'
import { useScope } from '@/lib/client/view-params'
import type { HealthResponse } from '@/lib/contracts/health'

const CoverageDetails = lazy(() => import('@/components/frame/coverage-details'))

/** How fresh and how whole the figures of the page are, with the reasons one press away. */
export function CoverageChip({ initialHealth }: { initialHealth: HealthResponse }) {
  const { data: health } = useQuery({ ...healthOptions(), initialData: initialHealth })
  const page = usePageCoverage()
  const { scope } = useScope()
  const state = judgeCoverage(health, page, scope)
  return (
    <Popover
      label={`Coverage: ${state.label}`}
      width={400}
      align="end"
      // Wide enough for either label, so that nothing moves when what the page rests on is known.
      className="h-8 min-w-18 shrink-0 gap-1.5 rounded-(--radius) px-1.5 text-muted text-xs hover:bg-hover hover:text-text max-sm:px-0.5 lg:min-w-37"
      trigger={
        <>
          <span aria-hidden className={classNames('size-2 rounded-full', state.good ? 'bg-ok' : 'bg-error')} />
          <span className="figures max-lg:hidden">{state.label}</span>
          <span className="figures lg:hidden">{state.short ?? state.label}</span>
        </>
      }
    >
      <Suspense fallback={<div className="h-40" />}>
        <CoverageDetails sources={sourcesInScope(health, scope)} page={page} />
      </Suspense>
    </Popover>
  )
}

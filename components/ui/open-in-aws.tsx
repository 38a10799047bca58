'use client'

import { lazy, Suspense } from 'react'
import { buttonClass } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import { classNames } from '@/lib/client/class-names'
import type { ConsolePage } from '@/lib/domain/console-pages'

const AwsRegions = lazy(() => import('@/components/ui/aws-regions'))

/** Leads to what AWS's own console shows of the same, region by region. */
export function OpenInAws({ page }: { page: ConsolePage }) {
  return (
    <Popover
      label="Open in AWS"
      width={200}
      align="end"
      className={classNames(buttonClass('ghost', 'sm'), 'sm:ml-auto')}
      trigger="Open in AWS"
    >
      <Suspense fallback={<div className="h-10" />}>
        <AwsRegions page={page} />
      </Suspense>
    </Popover>
  )
}

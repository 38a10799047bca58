'use client'

import { lazy, Suspense } from 'react'
import { buttonClass } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import type { IssueDetail } from '@/lib/contracts/issues'

const IssueConsoleList = lazy(() => import('@/components/issues/issue-console-list'))

/** Leads to the lines of an issue in Logs Insights of AWS's console, region by region. */
export function IssueConsole({ issue }: { issue: IssueDetail }) {
  return (
    <Popover label="Open in AWS" width={260} align="end" className={buttonClass('ghost', 'sm')} trigger="Open in AWS">
      <Suspense fallback={<div className="h-10" />}>
        <IssueConsoleList issue={issue} />
      </Suspense>
    </Popover>
  )
}

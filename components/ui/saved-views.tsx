'use client'

import { Bookmark, ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Popover } from '@/components/ui/popover'
import type { ViewPage } from '@/lib/contracts/views'

const SavedViewList = lazy(() => import('@/components/ui/saved-view-list'))

/** Filters and order of a page, kept under a name for everyone. */
export function SavedViews({ page }: { page: ViewPage }) {
  return (
    <Popover
      label="Saved views"
      width={300}
      className="h-8 gap-1 rounded-(--radius) border border-line-strong px-2.5 text-muted text-xs hover:bg-hover hover:text-text"
      trigger={
        <>
          <Bookmark aria-hidden className="size-3.5 text-faint" />
          Views
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      {(close) => (
        <Suspense fallback={<div className="h-24" />}>
          <SavedViewList page={page} onClose={close} />
        </Suspense>
      )}
    </Popover>
  )
}

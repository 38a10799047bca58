'use client'

import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'

const Palette = lazy(() => import('@/components/frame/palette'))

/** Opens the palette, also by Ctrl-K or Cmd-K; the palette's code comes when it is first asked for. */
export function SearchButton() {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setOpen((was) => !was)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button
        type="button"
        aria-label="Search"
        aria-keyshortcuts="Control+K Meta+K"
        title="Search functions, request IDs and trace IDs (Ctrl K)"
        onClick={() => setOpen(true)}
        className="inline-flex h-8 shrink-0 items-center gap-2 rounded-(--radius) px-2 text-muted text-xs hover:bg-hover hover:text-text xl:border xl:border-line-strong"
      >
        <Search aria-hidden className="size-4" />
        <span aria-hidden className="hidden items-center gap-3 xl:flex">
          Search
          <kbd className="rounded bg-sunken px-1 text-2xs text-faint">Ctrl K</kbd>
        </span>
      </button>
      {open && (
        <Suspense>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

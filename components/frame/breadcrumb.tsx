'use client'

import { ChevronRight } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { AppLink } from '@/components/ui/app-link'
import { CopyButton } from '@/components/ui/copy-button'
import { shortenId } from '@/lib/domain/format'

const HOMES: Record<string, { label: string; path: string }> = {
  overview: { label: 'Overview', path: '/overview' },
  functions: { label: 'Functions', path: '/functions' },
  invocations: { label: 'Functions', path: '/functions' },
  traces: { label: 'Traces', path: '/traces' },
  map: { label: 'Map', path: '/map' },
  issues: { label: 'Issues', path: '/issues' },
  logs: { label: 'Logs', path: '/logs' },
  concurrency: { label: 'Concurrency', path: '/concurrency' },
  cost: { label: 'Cost', path: '/cost' },
  changes: { label: 'What changed', path: '/changes' },
  sync: { label: 'Sync', path: '/sync' },
  account: { label: 'Account', path: '/account' },
}

/** Their IDs say nothing to anyone; their pages are headed by what they are. */
const NAMELESS: Record<string, string> = { invocations: 'Invocation', issues: 'Issue' }

export function Breadcrumb() {
  const [first = '', second] = usePathname().split('/').slice(1)
  const home = HOMES[first]
  if (!home) return <div className="flex-1" />
  const leaf = second === undefined ? null : (NAMELESS[first] ?? decodeURIComponent(second))
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 flex-1 items-center gap-1 text-sm">
      {leaf === null ? (
        <span aria-current="page" className="truncate px-1 font-medium">
          {home.label}
        </span>
      ) : (
        <>
          <AppLink to={home.path} className="rounded px-1 text-muted hover:text-text">
            {home.label}
          </AppLink>
          <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />
          <span aria-current="page" title={leaf} className="truncate font-medium">
            {first !== 'traces' ? leaf : <span className="font-mono text-xs">{shortenId(leaf)}</span>}
          </span>
          {!(first in NAMELESS) && <CopyButton text={leaf} label="Copy" className="hidden sm:inline-flex" />}
        </>
      )}
    </nav>
  )
}

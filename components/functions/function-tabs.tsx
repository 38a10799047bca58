'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { AppLink } from '@/components/ui/app-link'
import { classNames } from '@/lib/client/class-names'
import { functionPath } from '@/lib/client/function-ref'
import { FUNCTION_TABS } from '@/lib/client/function-tab-list'
import { useViewParams } from '@/lib/client/view-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'

/** The tabs of a function, each a page of its own; place, qualifier and range go along. */
export function FunctionTabs({ detail }: { detail: FunctionDetail }) {
  const pathname = usePathname()
  const { params } = useViewParams()
  const base = functionPath(detail)
  const list = useRef<HTMLElement>(null)
  const current = useRef<HTMLAnchorElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path makes another tab the current one
  useEffect(() => {
    const [tabs, tab] = [list.current, current.current]
    // scrollIntoView would have the Tab key go on from here, not from the top of the page (Chromium 150).
    if (tabs && tab) tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2
  }, [pathname])
  return (
    <nav ref={list} aria-label="Function" className="-mt-1 relative overflow-x-auto border-b">
      <ul className="flex min-w-max gap-1">
        {FUNCTION_TABS.map(({ path, label }) => {
          const here = pathname === `${base}${path}`
          return (
            <li key={label}>
              <AppLink
                ref={here ? current : undefined}
                to={`${base}${path}`}
                params={{
                  accountId: params.get('accountId'),
                  region: params.get('region'),
                  qualifier: params.get('qualifier'),
                }}
                aria-current={here ? 'page' : undefined}
                className={classNames(
                  '-mb-px flex h-9 items-center border-b-2 px-2.5 text-sm',
                  here ? 'border-b-accent font-medium text-text' : 'border-b-transparent text-muted hover:text-text',
                )}
              >
                {label}
              </AppLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

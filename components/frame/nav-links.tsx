'use client'

import { usePathname } from 'next/navigation'
import { NAV_ENTRIES } from '@/components/frame/nav-entries'
import { AppLink } from '@/components/ui/app-link'
import { classNames } from '@/lib/client/class-names'

export function NavLinks({ collapsed = false, onGo }: { collapsed?: boolean; onGo?: () => void }) {
  const pathname = usePathname()
  return (
    <ul className="flex flex-col gap-0.5 p-2">
      {NAV_ENTRIES.map(({ path, label, icon: Icon }) => {
        const here = pathname === path || pathname.startsWith(`${path}/`) || isBelow(pathname, path)
        return (
          <li key={path}>
            <AppLink
              to={path}
              onClick={onGo}
              aria-current={here ? 'page' : undefined}
              title={collapsed ? label : undefined}
              className={classNames(
                'flex h-8 items-center gap-2.5 rounded-(--radius) px-2 text-sm',
                here ? 'bg-selected font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              <Icon aria-hidden strokeWidth={1.75} className={classNames('size-4 shrink-0', here && 'text-accent')} />
              <span className={collapsed ? 'sr-only' : 'truncate'}>{label}</span>
            </AppLink>
          </li>
        )
      })}
    </ul>
  )
}

function isBelow(pathname: string, path: string): boolean {
  return path === '/functions' && pathname.startsWith('/invocations/')
}

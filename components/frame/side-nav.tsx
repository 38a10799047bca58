'use client'

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { Brand } from '@/components/frame/brand'
import { NavLinks } from '@/components/frame/nav-links'
import { AppLink } from '@/components/ui/app-link'
import { IconButton } from '@/components/ui/icon-button'
import { classNames } from '@/lib/client/class-names'

export function SideNav({ collapsed, onToggle }: { collapsed: boolean; onToggle: () => void }) {
  const Icon = collapsed ? PanelLeftOpen : PanelLeftClose
  return (
    <nav
      aria-label="Main"
      className={classNames(
        'sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-surface lg:flex',
        collapsed ? 'w-12' : 'w-56',
      )}
    >
      <AppLink to="/overview" className="flex h-12 items-center px-3" aria-label="Lambdascope, to the overview">
        <Brand collapsed={collapsed} />
      </AppLink>
      <NavLinks collapsed={collapsed} />
      <div className="mt-auto p-2">
        <IconButton label={collapsed ? 'Widen the navigation' : 'Narrow the navigation'} onClick={onToggle}>
          <Icon aria-hidden strokeWidth={1.75} className="size-4" />
        </IconButton>
      </div>
    </nav>
  )
}

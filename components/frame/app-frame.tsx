'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { FrameSettings } from '@/components/frame/frame-settings'
import { NavigationBar } from '@/components/frame/navigation-bar'
import { Providers } from '@/components/frame/providers'
import { SideNav } from '@/components/frame/side-nav'
import { SourceBanner } from '@/components/frame/source-banner'
import { StaleBanner } from '@/components/frame/stale-banner'
import { TopBar } from '@/components/frame/top-bar'
import { remember } from '@/lib/client/remember'

const NavDrawer = lazy(() => import('@/components/frame/nav-drawer'))

/** Navigation, top bar and the page between them. */
export function AppFrame({ settings, children }: { settings: FrameSettings; children: ReactNode }) {
  const [collapsed, setCollapsed] = useState(settings.navCollapsed)
  const [drawerOpen, setDrawerOpen] = useState(false)
  const toggle = () => {
    setCollapsed(!collapsed)
    remember('nav', collapsed ? null : 'collapsed')
  }
  return (
    <Providers nowMs={settings.nowMs} zone={settings.zone} health={settings.health}>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <NavigationBar />
      <div className="flex min-h-dvh">
        <SideNav collapsed={collapsed} onToggle={toggle} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar settings={settings} onOpenNav={() => setDrawerOpen(true)} />
          {settings.source === 'simulator' && <SourceBanner />}
          <main id="main" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none">
            {children}
          </main>
          <StaleBanner />
        </div>
      </div>
      {drawerOpen && (
        <Suspense>
          <NavDrawer onClose={() => setDrawerOpen(false)} />
        </Suspense>
      )}
    </Providers>
  )
}

'use client'

import { Menu } from 'lucide-react'
import { Breadcrumb } from '@/components/frame/breadcrumb'
import { CoverageChip } from '@/components/frame/coverage-chip'
import type { FrameSettings } from '@/components/frame/frame-settings'
import { Keyboard } from '@/components/frame/keyboard'
import { LiveSwitch } from '@/components/frame/live-switch'
import { RangePicker } from '@/components/frame/range-picker'
import { ScopePicker } from '@/components/frame/scope-picker'
import { SearchButton } from '@/components/frame/search-button'
import { SpendChip } from '@/components/frame/spend-chip'
import { ThemeSwitch } from '@/components/frame/theme-switch'
import { UserMenu } from '@/components/frame/user-menu'
import { IconButton } from '@/components/ui/icon-button'

/** One row on wide windows; on narrow ones the pickers move to a second row, shorter there, that wraps before it hides one. */
export function TopBar({ settings, onOpenNav }: { settings: FrameSettings; onOpenNav: () => void }) {
  return (
    <header className="sticky top-0 z-20 border-b bg-surface">
      <div className="flex h-12 items-center gap-2 pr-2 pl-2 lg:pl-4">
        <IconButton label="Open the navigation" onClick={onOpenNav} className="lg:hidden">
          <Menu aria-hidden className="size-4" />
        </IconButton>
        <Breadcrumb />
        <div className="hidden lg:contents">
          <Pickers settings={settings} />
        </div>
        <SearchButton />
        <Keyboard />
        <ThemeSwitch initial={settings.theme} />
        <UserMenu user={settings.user} />
      </div>
      <div className="flex min-h-10 flex-wrap items-center gap-x-1 border-t px-2 py-1 sm:gap-x-1.5 lg:hidden">
        <Pickers settings={settings} />
      </div>
    </header>
  )
}

function Pickers({ settings }: { settings: FrameSettings }) {
  return (
    <>
      <ScopePicker initialHealth={settings.health} />
      <RangePicker />
      <LiveSwitch />
      <CoverageChip initialHealth={settings.health} />
      <SpendChip />
    </>
  )
}

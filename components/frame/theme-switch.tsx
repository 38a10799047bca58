'use client'

import { Monitor } from 'lucide-react'
import { THEMES, type Theme, ThemeItems } from '@/components/frame/theme-items'
import { Popover } from '@/components/ui/popover'

type Props = { theme: Theme; onChoose: (next: Theme) => void }

/** Where there is no room for it, the user's menu has the themes. */
export function ThemeSwitch({ theme, onChoose }: Props) {
  const Icon = THEMES.find(({ value }) => value === theme)?.icon ?? Monitor
  return (
    <Popover
      label="Theme"
      title="Theme"
      width={180}
      align="end"
      className="hidden size-8 shrink-0 justify-center rounded-(--radius) text-muted hover:bg-hover hover:text-text sm:inline-flex"
      trigger={<Icon aria-hidden strokeWidth={1.75} className="size-4" />}
    >
      {(close) => (
        <div className="p-1">
          <ThemeItems
            theme={theme}
            onChoose={(next) => {
              onChoose(next)
              close()
            }}
          />
        </div>
      )}
    </Popover>
  )
}

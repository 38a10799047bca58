'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'
import { remember } from '@/lib/client/remember'

const THEMES = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

type Theme = (typeof THEMES)[number]['value']

export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState<Theme>(initial)
  const choose = (next: Theme) => {
    setTheme(next)
    remember('theme', next === 'system' ? null : next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
  }
  const Icon = THEMES.find(({ value }) => value === theme)?.icon ?? Monitor
  return (
    <Popover
      label="Theme"
      title="Theme"
      width={180}
      align="end"
      className="size-8 shrink-0 justify-center rounded-(--radius) text-muted hover:bg-hover hover:text-text"
      trigger={<Icon aria-hidden strokeWidth={1.75} className="size-4" />}
    >
      {(close) => (
        <div className="p-1">
          {THEMES.map(({ value, label }) => (
            <MenuItem
              key={value}
              checked={value === theme}
              onClick={() => {
                choose(value)
                close()
              }}
            >
              {label}
            </MenuItem>
          ))}
        </div>
      )}
    </Popover>
  )
}

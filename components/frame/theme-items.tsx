'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { MenuItem } from '@/components/ui/menu-item'
import { remember } from '@/lib/client/remember'

export const THEMES = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

export type Theme = (typeof THEMES)[number]['value']

/** The themes to choose from, as items of a menu. */
export function ThemeItems({ theme, onChoose }: { theme: Theme; onChoose: (next: Theme) => void }) {
  const choose = (next: Theme) => {
    remember('theme', next === 'system' ? null : next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    onChoose(next)
  }
  return THEMES.map(({ value, label }) => (
    <MenuItem key={value} checked={value === theme} onClick={() => choose(value)}>
      {label}
    </MenuItem>
  ))
}

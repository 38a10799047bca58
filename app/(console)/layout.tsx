import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { AppFrame } from '@/components/frame/app-frame'
import type { FrameSettings } from '@/components/frame/frame-settings'
import { knownZone } from '@/lib/domain/known-zone'
import { requireSession } from '@/lib/server/auth/require-session'
import { readEnv } from '@/lib/server/env'
import { getHealth } from '@/lib/server/queries/get-health'
import { webDb } from '@/lib/server/web-db'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const nowMs = Date.now()
  const [user, jar, health] = await Promise.all([requireSession(), cookies(), getHealth(webDb(), nowMs)])
  const theme = jar.get('theme')?.value
  const settings: FrameSettings = {
    source: readEnv().source,
    user,
    health,
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    zone: knownZone(jar.get('zone')?.value) ?? 'UTC',
    nowMs,
    navCollapsed: jar.get('nav')?.value === 'collapsed',
  }
  return <AppFrame settings={settings}>{children}</AppFrame>
}

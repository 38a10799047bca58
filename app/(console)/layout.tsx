import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { AppFrame } from '@/components/frame/app-frame'
import type { FrameSettings } from '@/components/frame/frame-settings'
import { requireSession } from '@/lib/server/auth/require-session'
import { readEnv } from '@/lib/server/env'
import { getHealth } from '@/lib/server/queries/get-health'
import { webDb } from '@/lib/server/web-db'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const user = await requireSession()
  const jar = await cookies()
  const theme = jar.get('theme')?.value
  const nowMs = Date.now()
  const settings: FrameSettings = {
    source: readEnv().source,
    user,
    health: await getHealth(webDb(), nowMs),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    zone: knownZone(jar.get('zone')?.value),
    nowMs,
    navCollapsed: jar.get('nav')?.value === 'collapsed',
  }
  return <AppFrame settings={settings}>{children}</AppFrame>
}

/** A cookie can hold anything; what the platform does not know as a zone is UTC. */
function knownZone(zone: string | undefined): string {
  if (zone === undefined || zone === '') return 'UTC'
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

import type { Metadata } from 'next'
import { SyncScreen } from '@/components/sync/sync-screen'
import { requireSession } from '@/lib/server/auth/require-session'
import { mayAct } from '@/lib/server/auth/role'
import { readEnv } from '@/lib/server/env'
import { getSyncOverview } from '@/lib/server/queries/get-sync-overview'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Sync' }

export default async function SyncPage() {
  const { role } = await requireSession()
  const initial = await getSyncOverview(webDb(), readEnv(), Date.now())
  return <SyncScreen initial={initial} mayChange={mayAct(role, 'admin')} />
}

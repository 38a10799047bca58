import type { Metadata } from 'next'
import { ChangesScreen } from '@/components/changes/changes-screen'
import { readChangesChoice } from '@/components/changes/read-changes-choice'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { allChangesKey, allChangesRequest } from '@/lib/client/changes-options'
import { rangeWindow } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { requireSession } from '@/lib/server/auth/require-session'
import { listChanges } from '@/lib/server/queries/list-changes'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'What changed' }

export default async function ChangesPage({ searchParams }: PageProps<'/changes'>) {
  await requireSession()
  const choice = readChangesChoice(toParams(await searchParams))
  const nowMs = Date.now()
  const { from, to } = rangeWindow(choice.range, nowMs)
  const page = await listChanges(webDb(), allChangesRequest(choice, from, to), nowMs)
  return (
    <>
      <ScopeCoverage />
      <ChangesScreen initial={{ key: allChangesKey(choice), page: { ...page, from, to } }} />
    </>
  )
}

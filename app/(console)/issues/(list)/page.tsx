import type { Metadata } from 'next'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { IssuesScreen } from '@/components/issues/issues-screen'
import { readIssuesChoice } from '@/components/issues/read-issues-choice'
import { issuesKey, issuesRequest } from '@/lib/client/issues-options'
import { rangeWindow } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { listIssues } from '@/lib/server/queries/list-issues'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Issues' }

export default async function IssuesPage({ searchParams }: PageProps<'/issues'>) {
  await requireSession()
  const choice = readIssuesChoice(toParams(await searchParams))
  const nowMs = Date.now()
  const { from, to } = rangeWindow(choice.range, nowMs)
  // A qualifier whose lines cannot be told apart is refused; the list asks again and shows the reason.
  const page = await listIssues(webDb(), issuesRequest(choice, from, to), nowMs).catch((error: unknown) => {
    if (error instanceof AppError && choice.qualifier !== null) return null
    throw error
  })
  return (
    <>
      <ScopeCoverage />
      <IssuesScreen initial={{ key: issuesKey(choice), page: page && { ...page, from, to } }} />
    </>
  )
}

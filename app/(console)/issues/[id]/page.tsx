import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { IssueScreen } from '@/components/issues/issue-screen'
import { rangeKey, rangeWindow, readRange } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import type { IssueDetail } from '@/lib/contracts/issues'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getIssue } from '@/lib/server/queries/get-issue'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/issues/[id]'>

/** Once for the page and its title: `range` is the text of the URL. */
const load = cache(async (id: string, range: string): Promise<IssueDetail> => {
  const nowMs = Date.now()
  const window = rangeWindow(readRange(new URLSearchParams(range)), nowMs)
  try {
    return await getIssue(webDb(), id, window, nowMs)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') notFound()
    throw error
  }
})

async function loadFor({ params, searchParams }: Props): Promise<IssueDetail> {
  await requireSession()
  return load((await params).id, toParams(await searchParams).toString())
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await loadFor(props)).type }
}

export default async function IssuePage(props: Props) {
  const issue = await loadFor(props)
  const range = readRange(toParams(await props.searchParams))
  return (
    <>
      <ScopeCoverage />
      <IssueScreen id={issue.id} initial={{ key: rangeKey(range), issue }} />
    </>
  )
}

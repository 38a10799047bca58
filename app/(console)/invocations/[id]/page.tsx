import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { FunctionCoverage } from '@/components/functions/function-coverage'
import { InvocationScreen } from '@/components/invocations/invocation-screen'
import { shortenId } from '@/lib/domain/format'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { findInvocationByRequest } from '@/lib/server/queries/find-invocation-by-request'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/invocations/[id]'>

const load = cache(async (id: string) => {
  try {
    // A request ID, pasted from anywhere, leads to its newest attempt.
    return await getInvocation(webDb(), (await findInvocationByRequest(webDb(), id)) ?? id)
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST')) notFound()
    throw error
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireSession()
  const { requestId, functionName } = await load(decodeURIComponent((await params).id))
  return { title: `${shortenId(requestId)} · ${functionName}` }
}

export default async function InvocationPage({ params }: Props) {
  await requireSession()
  const invocation = await load(decodeURIComponent((await params).id))
  const { functionName, accountId, region } = invocation
  return (
    <>
      <FunctionCoverage fn={{ name: functionName, accountId, region }} />
      <InvocationScreen invocation={invocation} />
    </>
  )
}

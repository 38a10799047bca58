import { notFound } from 'next/navigation'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { webDb } from '@/lib/server/web-db'

/** Asks whether the function exists before anything is sent: once a skeleton is on its way, no answer can be a 404. */
export default async function FunctionLayout({ params, children }: LayoutProps<'/functions/[name]'>) {
  await requireSession()
  try {
    await getFunctionIdentity(webDb(), decodeURIComponent((await params).name))
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') notFound()
    if (!(error instanceof AppError) || error.code !== 'AMBIGUOUS_FUNCTION') throw error
  }
  return children
}

import type { Metadata } from 'next'
import { CompareScreen } from '@/components/traces/compare-screen'
import { toParams } from '@/lib/client/to-params'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getComparedTrace, getTraceComparison } from '@/lib/server/queries/get-trace-comparison'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Compare two traces' }

export default async function CompareTracesPage({ searchParams }: PageProps<'/traces/compare'>) {
  await requireSession()
  const params = toParams(await searchParams)
  const [a, b] = [params.get('a')?.trim() ?? '', params.get('b')?.trim() ?? '']
  const key = `${a} ${b}`
  try {
    if (a !== '' && b !== '') {
      return <CompareScreen key={key} asked={{ a, b }} comparison={await getTraceComparison(webDb(), a, b)} />
    }
    const first = a === '' ? null : await getComparedTrace(webDb(), a)
    return <CompareScreen key={key} asked={{ a, b }} first={first} />
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'NOT_FOUND' && error.code !== 'BAD_REQUEST')) throw error
    return <CompareScreen key={key} asked={{ a, b }} problem={error.message} />
  }
}

import type { Metadata } from 'next'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { NothingPulled } from '@/components/sync/nothing-pulled'
import { readTracesChoice } from '@/components/traces/read-traces-choice'
import { TracesScreen } from '@/components/traces/traces-screen'
import { rangeWindow } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { type TracesChoice, tracesKey, tracesRequest } from '@/lib/client/traces-options'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { listTraces } from '@/lib/server/queries/list-traces'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Traces' }

export default async function TracesPage({ searchParams }: PageProps<'/traces'>) {
  await requireSession()
  const choice = readTracesChoice(toParams(await searchParams))
  return (
    <>
      <ScopeCoverage />
      <TracesScreen
        initial={await firstPage(choice)}
        whenNothing={<NothingPulled title="No trace of this window is read yet" kind="traces" />}
      />
    </>
  )
}

/** A filter that cannot be read, or a qualifier that is not known, is refused; the screen asks again and shows why. */
async function firstPage(choice: TracesChoice) {
  const nowMs = Date.now()
  const { from, to } = rangeWindow(choice.range, nowMs)
  try {
    const page = await listTraces(webDb(), tracesRequest(choice, from, to), nowMs)
    return { key: tracesKey(choice), page: { ...page, from, to } }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

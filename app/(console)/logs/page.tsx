import type { Metadata } from 'next'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { LogsScreen } from '@/components/logs/logs-screen'
import { readLogsChoice, readLogsView } from '@/components/logs/read-logs-choice'
import { NothingPulled } from '@/components/sync/nothing-pulled'
import { type LogsChoice, logsKey, logsRequest } from '@/lib/client/logs-options'
import { rangeWindow } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { listLogs } from '@/lib/server/queries/list-logs'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Logs' }

export default async function LogsPage({ searchParams }: PageProps<'/logs'>) {
  await requireSession()
  const params = toParams(await searchParams)
  const initial = readLogsView(params) === 'lines' ? await firstPage(readLogsChoice(params)) : null
  return (
    <>
      <ScopeCoverage />
      <LogsScreen
        initial={initial}
        whenNothing={<NothingPulled title="No log line of this window is read yet" kind="logs" />}
      />
    </>
  )
}

/** A query that cannot be read is refused; the screen asks again and shows why. */
async function firstPage(choice: LogsChoice) {
  const nowMs = Date.now()
  const { from, to } = rangeWindow(choice.range, nowMs)
  try {
    const page = await listLogs(webDb(), logsRequest(choice, from, to), nowMs)
    return { key: logsKey(choice), page: { ...page, from, to } }
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_REQUEST') return null
    throw error
  }
}

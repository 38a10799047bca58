import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { type ColumnId, FUNCTION_COLUMNS } from '@/components/functions/function-columns'
import { FunctionsScreen } from '@/components/functions/functions-screen'
import { NothingPulled } from '@/components/sync/nothing-pulled'
import { rangeKey, rangeWindow, readRange } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { requireSession } from '@/lib/server/auth/require-session'
import { listFunctions } from '@/lib/server/queries/list-functions'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Functions' }

export default async function FunctionsPage({ searchParams }: PageProps<'/functions'>) {
  await requireSession()
  const range = readRange(toParams(await searchParams))
  const nowMs = Date.now()
  const data = await listFunctions(webDb(), { ...rangeWindow(range, nowMs), limit: 1000 }, nowMs)
  return (
    <>
      <ScopeCoverage />
      <FunctionsScreen
        initial={{ key: rangeKey(range), data }}
        hiddenColumns={readHidden((await cookies()).get('function-columns')?.value)}
        whenNothing={<NothingPulled title="No function has been pulled yet" kind="inventory" />}
      />
    </>
  )
}

function readHidden(text: string | undefined): ColumnId[] {
  const hidden = (text ?? 'architecture').split('.')
  return FUNCTION_COLUMNS.map(({ id }) => id).filter((id) => hidden.includes(id))
}

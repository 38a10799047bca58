import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { FunctionsScreen } from '@/components/functions/functions-screen'
import { FACETS } from '@/components/functions/prepare-functions'
import { NothingPulled } from '@/components/sync/nothing-pulled'
import { rangeKey, rangeWindow, readRange } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import { requireSession } from '@/lib/server/auth/require-session'
import { countAccounts } from '@/lib/server/queries/count-accounts'
import { listBusiestFunctions } from '@/lib/server/queries/list-busiest-functions'
import { listFunctions } from '@/lib/server/queries/list-functions'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Functions' }

/** More than a screen shows. */
const FIRST_ROWS = 100
/** What of a URL narrows, orders or groups the table. */
const CHOICES = ['q', 'sort', 'group', 'scope', ...FACETS]

export default async function FunctionsPage({ searchParams }: PageProps<'/functions'>) {
  await requireSession()
  const query = toParams(await searchParams)
  const range = readRange(query)
  const nowMs = Date.now()
  const [first, accounts] = await Promise.all([
    firstFunctions(query, rangeWindow(range, nowMs), nowMs),
    countAccounts(webDb()),
  ])
  return (
    <>
      <ScopeCoverage />
      <FunctionsScreen
        initial={{ key: rangeKey(range), ...first }}
        rememberedColumns={(await cookies()).get('columns-of-functions')?.value ?? null}
        accounts={accounts}
        whenNothing={<NothingPulled isPage title="No function has been pulled yet" kind="inventory" />}
      />
    </>
  )
}

/** Those above in the order of the table as it stands at first; of a table in another order, or a part of it, what is there. */
async function firstFunctions(query: URLSearchParams, { from, to }: { from: number; to: number }, nowMs: number) {
  if (CHOICES.some((name) => query.has(name))) {
    const data = await listFunctions(webDb(), { from, to, part: 'pulled', limit: 1000 }, nowMs)
    return { data, all: data.nextCursor === null ? data.items.length : null }
  }
  const { all, ...top } = await listBusiestFunctions(webDb(), { fromMs: from, toMs: to }, FIRST_ROWS, nowMs)
  return { data: { ...top, nextCursor: null }, all }
}

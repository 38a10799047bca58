import type { Metadata } from 'next'
import { AccountConcurrencyScreen } from '@/components/concurrency/account-concurrency-screen'
import { readAt } from '@/components/concurrency/read-ledger-choice'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { NothingPulled } from '@/components/sync/nothing-pulled'
import { EmptyScope } from '@/components/ui/empty-scope'
import { ledgerKey } from '@/lib/client/ledger-options'
import { type Place, readPlace } from '@/lib/client/place'
import { rangeWindow, readRange } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import type { LedgerResponse } from '@/lib/contracts/ledger'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getLedger } from '@/lib/server/queries/get-ledger'
import { getPlan } from '@/lib/server/queries/get-plan'
import { listHolders } from '@/lib/server/queries/list-holders'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Concurrency' }

export default async function ConcurrencyPage({ searchParams }: PageProps<'/concurrency'>) {
  await requireSession()
  const query = toParams(await searchParams)
  const nowMs = Date.now()
  const range = readRange(query)
  const asked = readPlace(query)
  const data = await firstLedger(asked, rangeWindow(range, nowMs), nowMs)
  if (data === null)
    return (
      <EmptyScope
        isPage
        title={`Nothing is known of account ${asked?.accountId} in ${asked?.region}`}
        path="/concurrency"
      />
    )
  const planText = query.get('plan') ?? ''
  const [holders, plan] = await Promise.all([firstHolders(query, data), firstPlan(planText, data, nowMs)])
  const initial = {
    ...{ key: ledgerKey(asked, range), data, planText },
    ...(holders === null ? {} : { holders }),
    ...(plan === null ? {} : { plan }),
  }
  return (
    <>
      <ScopeCoverage firstPlace={data.place} />
      <AccountConcurrencyScreen
        initial={initial}
        whenNothing={<NothingPulled isPage title="No account is known yet" kind="inventory" />}
      />
    </>
  )
}

/** Null for a place that is not known, or no longer. */
async function firstLedger(
  place: Place | null,
  window: { from: number; to: number },
  nowMs: number,
): Promise<LedgerResponse | null> {
  try {
    return await getLedger(webDb(), { ...window, ...place }, nowMs)
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

async function firstHolders(query: URLSearchParams, data: LedgerResponse) {
  const at = readAt(query, data)
  return data.place === null || at === null ? null : listHolders(webDb(), { ...data.place, at })
}

/** A plan that cannot be read is refused; the panel then shows none. */
async function firstPlan(plan: string, { place }: LedgerResponse, nowMs: number) {
  if (plan === '' || place === null) return null
  try {
    return await getPlan(webDb(), { ...place, plan }, nowMs)
  } catch (error) {
    if (error instanceof AppError && error.code === 'BAD_REQUEST') return null
    throw error
  }
}

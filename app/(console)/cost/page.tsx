import type { Metadata } from 'next'
import { CostScreen } from '@/components/cost/cost-screen'
import { ScopeCoverage } from '@/components/frame/scope-coverage'
import { costKey, costRequest, readCostChoice } from '@/lib/client/cost-options'
import { toParams } from '@/lib/client/to-params'
import { requireSession } from '@/lib/server/auth/require-session'
import { getCost } from '@/lib/server/queries/get-cost'
import { webDb } from '@/lib/server/web-db'

export const metadata: Metadata = { title: 'Cost' }

export default async function CostPage({ searchParams }: PageProps<'/cost'>) {
  await requireSession()
  const choice = readCostChoice(toParams(await searchParams))
  const nowMs = Date.now()
  const cost = await getCost(webDb(), costRequest(choice, nowMs), nowMs)
  return (
    <>
      <ScopeCoverage />
      <CostScreen initial={{ key: costKey(choice), cost }} />
    </>
  )
}

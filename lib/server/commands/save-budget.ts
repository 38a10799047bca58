import type { BudgetsResponse, SaveBudgetRequest } from '@/lib/contracts/budgets'
import type { Db } from '@/lib/server/db'
import { listBudgets } from '@/lib/server/queries/list-budgets'

/** Sets or removes (usd null) one budget; the workers keep to it within half a minute. Answers all of them. */
export async function saveBudget(db: Db, request: SaveBudgetRequest, nowMs: number): Promise<BudgetsResponse> {
  const { usd, period } = request
  const key = { accountId: request.accountId ?? '', source: request.source ?? '', period }
  if (usd === null) await db.prisma.budget.deleteMany({ where: key })
  else {
    await db.prisma.budget.upsert({
      where: { accountId_source_period: key },
      create: { ...key, usd },
      update: { usd },
    })
  }
  return listBudgets(db, nowMs)
}

import type { BudgetsResponse } from '@/lib/contracts/budgets'
import { type Budget, NEAR_SHARE, periodStartMs, servicesOfSource } from '@/lib/domain/budget'
import { type Db, selectRows } from '@/lib/server/db'

const SPENT = `
  select coalesce(sum(u.usd), 0)::float8 as usd
    from api_usage u left join account_region ar on ar.id = u.account_region_id
   where u.hour >= $1 and ($2 = '' or ar.account_id = $2) and ($3::text[] is null or u.service = any($3))`

/** Every budget with what its running period has spent, in USD; those of all accounts first. */
export async function listBudgets(db: Db, nowMs: number): Promise<BudgetsResponse> {
  const budgets = await selectRows<Budget>(
    db.pool,
    'select account_id as "accountId", source, period, usd from budget order by account_id, source, period',
    [],
  )
  return { items: await Promise.all(budgets.map((budget) => describeSpend(db, budget, nowMs))) }
}

async function describeSpend(db: Db, budget: Budget, nowMs: number): Promise<BudgetsResponse['items'][number]> {
  const { accountId, source, period, usd } = budget
  const sinceMs = periodStartMs(period, nowMs)
  const services = servicesOfSource(source)
  const [row] = await selectRows<{ usd: number }>(db.pool, SPENT, [new Date(sinceMs), accountId, services])
  const spentUsd = row?.usd ?? 0
  const state = spentUsd >= usd ? 'used-up' : source === '' && spentUsd >= usd * NEAR_SHARE ? 'near' : 'ok'
  return { accountId: accountId || null, source: source || null, period, usd, spentUsd, sinceMs, state }
}

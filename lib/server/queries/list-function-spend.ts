import type { FunctionSpend, FunctionSpendResponse } from '@/lib/contracts/spend'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'

type Row = FunctionSpend & { functions: number; allCalls: number; allUsd: number }

const MOST_FUNCTIONS = 100
const DAYS = `$1::timestamptz AT TIME ZONE 'UTC' AS "from", ($2::timestamptz - interval '1 ms') AT TIME ZONE 'UTC' AS "to"`
const FUNCTIONS = `
  with days as (select ${DAYS}), spent as (
    select u.function_id, sum(u.calls) as calls, sum(u.usd) as usd
      from api_usage_function u, days d where u.day >= d."from"::date and u.day <= d."to"::date group by u.function_id)
  select f.name as "functionName", ar.account_id as "accountId", ar.region, s.calls, s.usd,
         count(*) over ()::int as functions, sum(s.calls) over () as "allCalls", sum(s.usd) over () as "allUsd"
    from spent s join lambda_function f on f.id = s.function_id join account_region ar on ar.id = f.account_region_id
   order by s.usd desc, s.calls desc, f.id limit ${MOST_FUNCTIONS}`
const TOTAL = `
  with days as (select ${DAYS})
  select coalesce(sum(u.calls), 0)::float8 as calls, coalesce(sum(u.usd), 0)::float8 as usd
    from api_usage u, days d
   where u.hour >= d."from"::date::timestamp at time zone 'UTC' and u.hour < (d."to"::date + 1)::timestamp at time zone 'UTC'`

/**
 * What calls to AWS for each function cost over the UTC days that hold the window, dearest first: those of it alone, and
 * its share of those that ask for several at once. What is left of all calls serves all functions: listings, traces, and
 * metrics of the account.
 */
export async function listFunctionSpend(db: Db, window: { from: number; to: number }): Promise<FunctionSpendResponse> {
  const { fromMs, toMs } = checkWindow(window)
  const values = [new Date(fromMs), new Date(toMs)]
  const [rows, [total]] = await Promise.all([
    selectRows<Row>(db.pool, FUNCTIONS, values),
    selectRows<{ calls: number; usd: number }>(db.pool, TOTAL, values),
  ])
  const [first] = rows
  const all = { functions: first?.functions ?? 0, calls: first?.allCalls ?? 0, usd: first?.allUsd ?? 0 }
  const functions = rows.map(({ functionName, accountId, region, calls, usd }) => {
    return { functionName, accountId, region, calls, usd }
  })
  const named = sumOf(functions)
  return {
    functions,
    others: {
      functions: all.functions - functions.length,
      calls: Math.max(0, all.calls - named.calls),
      usd: Math.max(0, all.usd - named.usd),
    },
    shared: {
      calls: Math.max(0, (total?.calls ?? 0) - all.calls),
      usd: Math.max(0, (total?.usd ?? 0) - all.usd),
    },
  }
}

function sumOf(spends: readonly { calls: number; usd: number }[]): { calls: number; usd: number } {
  return spends.reduce((sum, { calls, usd }) => ({ calls: sum.calls + calls, usd: sum.usd + usd }), {
    calls: 0,
    usd: 0,
  })
}

import { useQuery } from '@tanstack/react-query'
import { SHOWN_SPENDS, SpendTable } from '@/components/frame/spend-table'
import { functionSpendRows } from '@/components/frame/sum-spend'
import { useClock } from '@/lib/client/clock'
import { functionSpendOptions } from '@/lib/client/spend-options'

const DAY_MS = 86_400_000

/** What asking AWS about each function cost. */
export function FunctionSpendTable() {
  const { nowMs } = useClock()
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS
  const date = new Date(nowMs)
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  const { data: ofDay } = useQuery(functionSpendOptions(today, today + DAY_MS))
  const { data: ofMonth } = useQuery(functionSpendOptions(month, today + DAY_MS))
  if (ofMonth === undefined) return <div className="skeleton h-32 shrink-0" />
  // The others and what serves all have a row each.
  return <SpendTable label="By function" rows={functionSpendRows(ofMonth, ofDay, SHOWN_SPENDS - 2)} />
}

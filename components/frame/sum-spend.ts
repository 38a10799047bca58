import type { FunctionSpend, FunctionSpendResponse, SpendResponse } from '@/lib/contracts/spend'
import { sourceOfService } from '@/lib/domain/budget'

type ApiSpend = SpendResponse['byApi'][number]

/** What some calls to AWS cost together. */
export type SpendSum = { label: string; calls: number; usd: number }

/** The calls by what a label names, dearest first. */
export function sumSpend(byApi: readonly ApiSpend[], labelOf: (spend: ApiSpend) => string): SpendSum[] {
  const sums = new Map<string, SpendSum>()
  for (const one of byApi) {
    const label = labelOf(one)
    const sum = sums.get(label) ?? { label, calls: 0, usd: 0 }
    sums.set(label, { label, calls: sum.calls + one.calls, usd: sum.usd + one.usd })
  }
  return [...sums.values()].sort((a, b) => b.usd - a.usd || b.calls - a.calls)
}

/** todayUsd: what of it was spent today; undefined while that is not known. fn: the function that it was for alone. */
export type SpendRow = SpendSum & { todayUsd: number | undefined; fn?: FunctionSpend }

/** The month's sums with what today has of each. */
export function withToday(month: readonly SpendSum[], today: readonly SpendSum[] | undefined): SpendRow[] {
  const usdOf = new Map(today?.map(({ label, usd }) => [label, usd]))
  return month.map((sum) => ({ ...sum, todayUsd: today && (usdOf.get(sum.label) ?? 0) }))
}

/** Several sums as one row. */
export function spendRest(rows: readonly SpendRow[]): SpendRow {
  const known = rows.flatMap(({ todayUsd }) => todayUsd ?? [])
  return {
    label: `${rows.length} more`,
    calls: sumBy(rows, 'calls'),
    usd: sumBy(rows, 'usd'),
    todayUsd: known.length < rows.length ? undefined : known.reduce((sum, usd) => sum + usd, 0),
  }
}

/** The functions that most was spent for, the others together, and what serves all of them. */
export function functionSpendRows(
  month: FunctionSpendResponse,
  today: FunctionSpendResponse | undefined,
  most: number,
): SpendRow[] {
  const named = month.functions.slice(0, most).map((fn): SpendRow => {
    const { functionName: label, calls, usd } = fn
    return { label, calls, usd, fn, todayUsd: today && todayOf(fn, today) }
  })
  const rest = { functions: month.functions.length - named.length + month.others.functions }
  const all = [...month.functions, month.others]
  const less = (of: 'calls' | 'usd') => Math.max(0, sumBy(all, of) - sumBy(named, of))
  const known = named.flatMap(({ todayUsd }) => todayUsd ?? [])
  const restToday =
    today === undefined || known.length < named.length
      ? undefined
      : Math.max(0, sumBy([...today.functions, today.others], 'usd') - known.reduce((sum, usd) => sum + usd, 0))
  const others = { label: `${rest.functions} more`, calls: less('calls'), usd: less('usd'), todayUsd: restToday }
  return [
    ...named,
    ...(rest.functions === 0 ? [] : [others]),
    { label: 'Serves all functions', ...month.shared, todayUsd: today?.shared.usd },
  ]
}

/** Of many functions the answer names only the dearest. */
function todayOf(fn: FunctionSpend, { functions, others }: FunctionSpendResponse): number | undefined {
  const own = functions.find((one) => {
    return one.functionName === fn.functionName && one.accountId === fn.accountId && one.region === fn.region
  })
  return own?.usd ?? (others.functions === 0 ? 0 : undefined)
}

function sumBy(spends: readonly { calls: number; usd: number }[], of: 'calls' | 'usd'): number {
  return spends.reduce((sum, spend) => sum + spend[of], 0)
}

/** The source that a call was made for, as pages name it. */
export function spendSource({ service }: Pick<ApiSpend, 'service'>): string {
  const source = sourceOfService(service)
  return source === null ? 'Other' : source.charAt(0).toUpperCase() + source.slice(1)
}

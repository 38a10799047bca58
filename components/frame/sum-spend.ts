import type { SpendResponse } from '@/lib/contracts/spend'
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

/** The source that a call was made for, as pages name it. */
export function spendSource({ service }: Pick<ApiSpend, 'service'>): string {
  const source = sourceOfService(service)
  return source === null ? 'Other' : source.charAt(0).toUpperCase() + source.slice(1)
}

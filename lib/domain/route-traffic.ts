import { type SetTotal, totalOfSet } from '@/lib/domain/metric-sets'
import { attributeTraffic, type RoutingResult, type TrafficInput } from '@/lib/domain/routing'

export function isVersionName(qualifier: string): boolean {
  return qualifier === '$LATEST' || /^\d+$/.test(qualifier)
}

/**
 * Which figures belong to which qualifier, by what CloudWatch counts in each dimension set and by what log lines show of
 * each version in the same window. Null where CloudWatch has not answered for a set that may hold calls.
 */
export function routeTraffic(
  sets: readonly SetTotal[],
  aliases: TrafficInput['aliases'],
  fromLogs: ReadonlyMap<string, number>,
): RoutingResult | null {
  const direct = new Map<string, number>()
  const viaAlias = new Map<string, number>()
  const viaAliasExecuted = new Map<string, Map<string, number>>()
  for (const { qualifier, executedVersion } of sets) {
    if (qualifier === '') continue
    const total = totalOfSet(sets, qualifier, executedVersion)
    if (total === null) return null
    if (executedVersion !== '') {
      const executed = viaAliasExecuted.get(qualifier) ?? new Map<string, number>()
      viaAliasExecuted.set(qualifier, executed.set(executedVersion, total))
    } else if (isVersionName(qualifier)) direct.set(qualifier, total)
    else viaAlias.set(qualifier, total)
  }
  return attributeTraffic({ aliases, direct, viaAlias, viaAliasExecuted, fromLogs })
}

import type { FunctionItem } from '@/lib/contracts/functions'

type Named = Pick<FunctionItem, 'arn' | 'name' | 'region' | 'accountId'>

/** What tells functions of one name apart, by ARN: the region, and the account where the region does not. */
export function nameNamesakes(items: readonly Named[]): ReadonlyMap<string, string> {
  const byName = new Map<string, Named[]>()
  for (const item of items) byName.set(item.name, [...(byName.get(item.name) ?? []), item])
  const told = new Map<string, string>()
  for (const namesakes of byName.values()) {
    if (namesakes.length < 2) continue
    const isToldByRegion = new Set(namesakes.map(({ region }) => region)).size === namesakes.length
    for (const { arn, region, accountId } of namesakes)
      told.set(arn, isToldByRegion ? region : `${region} · ${accountId}`)
  }
  return told
}

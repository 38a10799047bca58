import type { FunctionItem } from '@/lib/contracts/functions'

const LAST_DIGITS = 4

type Named = Pick<FunctionItem, 'arn' | 'name' | 'region' | 'accountId'>

/**
 * What tells functions of one name apart, by ARN: the region, the account where all are in one region, else the region and
 * the end of the account, because it stands where there is little room.
 */
export function nameNamesakes(items: readonly Named[]): ReadonlyMap<string, string> {
  const byName = new Map<string, Named[]>()
  for (const item of items) byName.set(item.name, [...(byName.get(item.name) ?? []), item])
  const told = new Map<string, string>()
  for (const namesakes of byName.values()) {
    if (namesakes.length < 2) continue
    const regions = new Set(namesakes.map(({ region }) => region)).size
    for (const { arn, region, accountId } of namesakes) {
      if (regions === namesakes.length) told.set(arn, region)
      else told.set(arn, regions === 1 ? accountId : `${region} · …${accountId.slice(-LAST_DIGITS)}`)
    }
  }
  return told
}

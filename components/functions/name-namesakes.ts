import type { FunctionItem } from '@/lib/contracts/functions'

const LAST_DIGITS = 4

type Named = Pick<FunctionItem, 'arn' | 'name' | 'region' | 'accountId'>

/**
 * What tells functions of one name apart, by ARN: the region, the account where all are in one region, else the region and
 * the end of the account, because it stands where there is little room, or all of it where that tells too little.
 */
export function nameNamesakes(items: readonly Named[]): ReadonlyMap<string, string> {
  const byName = new Map<string, Named[]>()
  for (const item of items) byName.set(item.name, [...(byName.get(item.name) ?? []), item])
  const told = new Map<string, string>()
  for (const namesakes of byName.values()) {
    if (namesakes.length < 2) continue
    const regions = new Set(namesakes.map(({ region }) => region)).size
    const places = namesakes.map(shortPlace)
    for (const one of namesakes) {
      const { arn, region, accountId } = one
      const short = shortPlace(one)
      const isTold = places.indexOf(short) === places.lastIndexOf(short)
      if (regions === namesakes.length) told.set(arn, region)
      else if (regions === 1) told.set(arn, accountId)
      else told.set(arn, isTold ? short : `${region} · ${accountId}`)
    }
  }
  return told
}

function shortPlace({ region, accountId }: Named): string {
  return `${region} · …${accountId.slice(-LAST_DIGITS)}`
}

import type { FunctionItem } from '@/lib/contracts/functions'

/** A function, or one of its aliases. */
export type PaletteFunction = Pick<FunctionItem, 'name' | 'region' | 'accountId'> & { alias: string | null }

type Known = Pick<FunctionItem, 'name' | 'region' | 'accountId' | 'aliases'>

/**
 * The functions and aliases whose name (as name:alias), region and account hold every word of the text: those whose name
 * begins with it first, then shorter names first. Aliases are found once the text says more than the name.
 */
export function findInPalette(items: readonly Known[], text: string, most: number): PaletteFunction[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const first = words[0] ?? ''
  const found: { entry: PaletteFunction; rank: number; label: string }[] = []
  for (const { name, region, accountId, aliases } of items) {
    for (const alias of [null, ...aliases]) {
      const label = (alias === null ? name : `${name}:${alias}`).toLowerCase()
      const place = `${region} ${accountId}`
      if (!words.every((word) => label.includes(word) || place.includes(word))) continue
      if (alias !== null && !words.some((word) => word.includes(':') || alias.toLowerCase().includes(word))) continue
      found.push({ entry: { name, region, accountId, alias }, rank: label.startsWith(first) ? 0 : 1, label })
    }
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.label.length - b.label.length || (a.label < b.label ? -1 : 1))
    .slice(0, most)
    .map(({ entry }) => entry)
}

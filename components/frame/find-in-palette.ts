import { FUNCTION_TABS, type FunctionTab } from '@/lib/client/function-tab-list'
import { inScope, type Place } from '@/lib/client/place'
import type { FunctionItem } from '@/lib/contracts/functions'

/** A function or one of its aliases, or a tab of it. isOutside: it lies outside the scope. */
export type PaletteFunction = Pick<FunctionItem, 'name' | 'region' | 'accountId'> & {
  alias: string | null
  tab: FunctionTab | null
  isOutside: boolean
}

type Known = Pick<FunctionItem, 'name' | 'region' | 'accountId' | 'aliases'>

/** current: the name of the function whose page is open; its tabs come first. */
type Options = { most: number; scope: readonly Place[]; current: string | null }

/** Fewer letters are the beginning of too many names. */
const LEAST_TAB_LETTERS = 3

/**
 * The functions and aliases whose name (as name:alias), region and account hold every word of the text: those in scope first,
 * then those whose name begins with it, then shorter names first. Aliases are found once the text says more than the name.
 * A word that begins the name of a tab finds that tab of what the other words find, after what has the word in its name.
 */
export function findInPalette(
  items: readonly Known[],
  text: string,
  { most, scope, current }: Options,
): PaletteFunction[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const tab = findTab(words)
  const others = words.filter((word) => tab === null || !isTab(tab, word))
  const found = [
    ...items.flatMap((item) => matchesOf(item, words, null)),
    ...(tab === null ? [] : items.flatMap((item) => matchesOf(item, others, tab))),
  ].map(({ label, rank, ...entry }) => {
    const isOutside = !inScope(scope, entry)
    // The tab of the function that is looked at is meant before that of any other.
    const isHere = entry.tab !== null && entry.name === current && entry.alias === null
    const order = isHere ? -1 : (isOutside ? 4 : 0) + (entry.tab === null ? 0 : 2) + rank
    return { entry: { ...entry, isOutside }, order, label }
  })
  return found
    .sort((a, b) => a.order - b.order || a.label.length - b.label.length || (a.label < b.label ? -1 : 1))
    .slice(0, most)
    .map(({ entry }) => entry)
}

function matchesOf({ name, region, accountId, aliases }: Known, words: readonly string[], tab: FunctionTab | null) {
  const place = `${region} ${accountId}`
  const first = words[0] ?? ''
  return [null, ...aliases].flatMap((alias) => {
    const label = (alias === null ? name : `${name}:${alias}`).toLowerCase()
    if (!words.every((word) => label.includes(word) || place.includes(word))) return []
    if (alias !== null && !words.some((word) => word.includes(':') || alias.toLowerCase().includes(word))) return []
    return [{ name, region, accountId, alias, tab, label, rank: label.startsWith(first) ? 0 : 1 }]
  })
}

function findTab(words: readonly string[]): FunctionTab | null {
  return FUNCTION_TABS.find((tab) => words.some((word) => isTab(tab, word))) ?? null
}

function isTab({ label }: FunctionTab, word: string): boolean {
  return word.length >= LEAST_TAB_LETTERS && label.toLowerCase().startsWith(word)
}

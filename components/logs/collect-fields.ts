import type { LogItem } from '@/lib/contracts/logs'
import { readJson } from '@/lib/domain/logs/search/field-values'

const LINES = 60
const MOST_FIELDS = 60
const DEEPEST = 3

/** The fields that the first lines in JSON have, by their paths, the commonest first. */
export function collectFields(items: readonly LogItem[]): string[] {
  const counts = new Map<string, number>()
  for (const { message } of items.slice(0, LINES)) addFields(readJson(message), '', 1, counts)
  return [...counts]
    .sort((left, right) => right[1] - left[1])
    .slice(0, MOST_FIELDS)
    .map(([name]) => name)
}

function addFields(value: unknown, path: string, depth: number, counts: Map<string, number>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [name, inner] of Object.entries(value)) {
    const own = path === '' ? name : `${path}.${name}`
    const isNested = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    if (isNested && depth < DEEPEST) addFields(inner, own, depth + 1, counts)
    else counts.set(own, (counts.get(own) ?? 0) + 1)
  }
}

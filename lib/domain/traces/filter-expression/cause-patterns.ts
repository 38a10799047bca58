import { objectOf, textOf } from '@/lib/domain/json-value'
import type { CausePattern } from '@/lib/domain/traces/filter-expression/filter-tree'

const MOST = 50

/** The root causes that rootcause.json names; null for what is no list of them. Follows "Getting data from X-Ray". */
export function readCausePatterns(json: string): readonly CausePattern[] | null {
  const causes = parse(json)
  if (!Array.isArray(causes) || causes.length === 0 || causes.length > MOST) return null
  const patterns = causes.map((cause) => patternOf(objectOf(cause)?.Services))
  return patterns.every((pattern) => pattern !== null) ? patterns : null
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // Whoever asks says where it stands.
    return null
  }
}

function patternOf(services: unknown): CausePattern | null {
  if (!Array.isArray(services) || services.length === 0 || services.length > MOST) return null
  const pattern: { name: string; entities: readonly string[] | null }[] = []
  for (const service of services) {
    const name = textOf(objectOf(service)?.Name)
    const path = objectOf(service)?.EntityPath
    if (name === null || name.includes('\0')) return null
    const entities = Array.isArray(path) ? path.map((entity) => textOf(objectOf(entity)?.Name) ?? '') : null
    pattern.push({ name, entities })
  }
  // A root cause is compared as a whole, by the services alone where one of them does not name its entities.
  const isWhole = pattern.every(({ entities }) => entities !== null)
  return isWhole ? pattern : pattern.map(({ name }) => ({ name, entities: null }))
}

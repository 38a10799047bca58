import { storableText } from '@/lib/domain/storable-text'
import { LONGEST_VALUE } from '@/lib/domain/traces/facts/kept-text'
import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

/**
 * The filter expression that finds the traces with an annotation, such as annotation[tier] = "gold"; null for a value that
 * X-Ray does not index, which is anything but a text, a number and a boolean, and for a text of which a part alone is kept.
 */
export function annotationFilter(key: string, value: unknown): string | null {
  if (!isIndexed(value) || !isKept(key) || key === '') return null
  if (typeof value === 'string' && !isKept(value)) return null
  const test = { operator: '=' as const, value: typeof value === 'string' ? storableText(value) : value }
  return writeFilterExpression({ kind: 'annotation', key: storableText(key), test })
}

function isIndexed(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function isKept(text: string): boolean {
  return text.length <= LONGEST_VALUE
}

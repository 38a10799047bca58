import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

/**
 * The filter expression that finds the traces with an annotation, such as annotation[tier] = "gold"; null for a value that
 * X-Ray does not index, which is anything but a text, a number and a boolean.
 */
export function annotationFilter(key: string, value: unknown): string | null {
  return isIndexed(value) ? writeFilterExpression({ kind: 'annotation', key, test: { operator: '=', value } }) : null
}

function isIndexed(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

const BARE_KEY = /^[A-Za-z_][\w.:-]*$/

/**
 * The filter expression that finds the traces with an annotation, such as annotation[tier] = "gold"; null for a value that
 * X-Ray does not index, which is anything but a text, a number and a boolean.
 */
export function annotationFilter(key: string, value: unknown): string | null {
  const text = literalOf(value)
  if (text === null) return null
  return `annotation[${BARE_KEY.test(key) ? key : quoted(key)}] = ${text}`
}

function literalOf(value: unknown): string | null {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

const TOO_DEEP = '… (nested deeper than is shown)'

/**
 * A JSON value with what lies deeper than so many levels replaced by a text that says so: JSON of a function's own making
 * can be parsed at any depth, but JSON.stringify recurses and fails at some thousand levels.
 */
export function limitDepth(value: unknown, levels = 100): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (levels <= 0) return TOO_DEEP
  if (Array.isArray(value)) return value.map((item) => limitDepth(item, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, limitDepth(item, levels - 1)]))
}

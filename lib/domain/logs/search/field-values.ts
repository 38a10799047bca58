const REPORT_FIELDS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    duration: /\tDuration: ([\d.]+) ms/,
    billedDuration: /\tBilled Duration: (\d+) ms/,
    initDuration: /\tInit Duration: ([\d.]+) ms/,
    memorySize: /\tMemory Size: (\d+) MB/,
    maxMemoryUsed: /\tMax Memory Used: (\d+) MB/,
  }),
)
const REPORT = 'REPORT RequestId: '

/** Fields of a REPORT line by the names that Logs Insights gives them; durations in ms, memory in MB. */
export const REPORT_FIELD_NAMES: readonly string[] = [...REPORT_FIELDS.keys()]

/**
 * The values that a line has for a field, by the names of its path: of JSON that makes up the line or its end (a list
 * stands for each of its elements), of a REPORT line, or of key=value pairs. Empty without any.
 */
export function fieldValues(message: string, path: readonly string[]): unknown[] {
  const [first = '', ...more] = path
  if (message.startsWith(REPORT)) {
    const found = more.length === 0 ? REPORT_FIELDS.get(first)?.exec(message)?.[1] : undefined
    return found === undefined ? [] : [Number(found)]
  }
  const json = message.includes(innermostName(path)) ? readJson(message) : undefined
  if (json !== undefined) return follow(json, path)
  const pair = pairPattern(path.join('.')).exec(message)
  return pair === null ? [] : [pair[1] ?? pair[2] ?? '']
}

/** The last name of a path that is no place in a list: a line that has the field holds it. */
export function innermostName(path: readonly string[]): string {
  return path.findLast((name) => !/^\d+$/.test(name)) ?? ''
}

/** JSON that a line is, or ends with: the text format puts time, request and level before it. Undefined without any. */
export function readJson(message: string): unknown {
  const start = message.indexOf('{')
  if (start < 0) return undefined
  try {
    return JSON.parse(message.slice(start))
  } catch {
    // Braces stand in other texts too, and a line that was cut has lost its end.
    return undefined
  }
}

function follow(value: unknown, path: readonly string[]): unknown[] {
  const [name, ...rest] = path
  if (name === undefined) return Array.isArray(value) ? value : value === undefined ? [] : [value]
  if (Array.isArray(value)) {
    return /^\d+$/.test(name) ? follow(value[Number(name)], rest) : value.flatMap((element) => follow(element, path))
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  return follow(Object.entries(value).find(([key]) => key === name)?.[1], rest)
}

function pairPattern(name: string): RegExp {
  return new RegExp(`(?:^|[\\s,;])${name.replace(/[.-]/g, '\\$&')}=(?:"([^"]*)"|([^\\s,;]+))`)
}

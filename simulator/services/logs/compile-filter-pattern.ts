import { invalidLogsParameter } from '@/simulator/services/logs/find-log-group'

export type MessagePredicate = (message: string) => boolean

function compileTerms(pattern: string): MessagePredicate {
  const required: MessagePredicate[] = []
  const optional: MessagePredicate[] = []
  const excluded: MessagePredicate[] = []
  const terms = pattern.match(/[?-]?(?:"(?:[^"\\]|\\.)*"|%[^%]+%|\S+)/g) ?? []
  for (const term of terms) {
    const sign = term.startsWith('?') || term.startsWith('-') ? term.charAt(0) : ''
    const body = term.slice(sign.length)
    const regex = /^%(.+)%$/.exec(body)
    const text = /^".*"$/s.test(body) ? body.slice(1, -1).replace(/\\(.)/g, '$1') : body
    const expression = regex?.[1] === undefined ? null : new RegExp(regex[1])
    const test: MessagePredicate = expression ? (m) => expression.test(m) : (m) => m.includes(text)
    if (sign === '?') optional.push(test)
    else if (sign === '-') excluded.push(test)
    else required.push(test)
  }
  return (message) =>
    required.every((test) => test(message)) &&
    (optional.length === 0 || optional.some((test) => test(message))) &&
    !excluded.some((test) => test(message))
}

function readPath(value: unknown, path: string): unknown {
  let current: unknown = value
  for (const step of path.replace(/\[(\d+)\]/g, '.$1').split('.')) {
    if (typeof current !== 'object' || current === null) return undefined
    current = new Map(Object.entries(current)).get(step)
  }
  return current
}

function compare(actual: unknown, operator: string, literal: string): boolean {
  const quoted = /^"(.*)"$/s.exec(literal)
  if (quoted || !/^-?[\d.]+$/.test(literal)) {
    const text = quoted?.[1] ?? literal
    if (typeof actual !== 'string') return false
    const source = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')
    const equal = new RegExp(`^${source}$`, 's').test(actual)
    return operator === '=' ? equal : operator === '!=' && !equal
  }
  if (typeof actual !== 'number') return false
  const wanted = Number(literal)
  switch (operator) {
    case '=':
      return actual === wanted
    case '!=':
      return actual !== wanted
    case '<':
      return actual < wanted
    case '<=':
      return actual <= wanted
    case '>':
      return actual > wanted
    default:
      return actual >= wanted
  }
}

const comparison = /^\(?\s*\$\.([\w.[\]-]+)\s*(!=|<=|>=|=|<|>)\s*("(?:[^"\\]|\\.)*"|[^\s)]+)\s*\)?$/

function compileJson(pattern: string): MessagePredicate {
  const alternatives = pattern
    .slice(1, -1)
    .split('||')
    .map((side) =>
      side.split('&&').map((part) => {
        const match = comparison.exec(part.trim())
        const [, path, operator, literal] = match ?? []
        if (!path || !operator || literal === undefined) throw invalidLogsParameter(`Invalid filter pattern: ${part}`)
        return (value: unknown) => compare(readPath(value, path), operator, literal)
      }),
    )
  return (message) => {
    if (!message.startsWith('{')) return false
    let value: unknown
    try {
      value = JSON.parse(message)
    } catch (error) {
      if (error instanceof SyntaxError) return false
      throw error
    }
    return alternatives.some((tests) => tests.every((test) => test(value)))
  }
}

/**
 * Compiles a filter pattern: terms (all), `?terms` (any), `-terms` (none), "phrases", %regular expressions% and
 * JSON comparisons `{ $.a.b = "x" && $.c > 1 }`. Space-delimited patterns `[a, b]` are refused.
 */
export function compileFilterPattern(pattern: string | undefined): MessagePredicate {
  const trimmed = pattern?.trim() ?? ''
  if (trimmed === '') return () => true
  if (trimmed.length > 1024) throw invalidLogsParameter('filterPattern must be at most 1024 characters')
  if (trimmed.startsWith('[')) throw invalidLogsParameter('Invalid filter pattern: space-delimited patterns')
  return trimmed.startsWith('{') && trimmed.endsWith('}') ? compileJson(trimmed) : compileTerms(trimmed)
}

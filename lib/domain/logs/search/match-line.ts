import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import { fieldValues } from '@/lib/domain/logs/search/field-values'
import { holdsText } from '@/lib/domain/logs/search/holds-text'
import type { LogOperator, LogQuery } from '@/lib/domain/logs/search/log-query'

/** What a query is held against. level: its code, or null. functionName, logStream: only asked for where the query does. */
export type SearchedLine = {
  message: string
  level: number | null
  requestId: string | null
  functionName: string | null
  logStream: string | null
}

type Compare = (left: number, right: number) => boolean

/** What the operators ask of two numbers. */
export const COMPARE: Readonly<Record<LogOperator, Compare>> = {
  '=': (left, right) => left === right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
}
/* Within one word: a star is no space, and ends where a value in JSON does. */
const STAR = '[^\\s"]*'

/** Whether a line meets a query. */
export function matchLine(query: LogQuery, line: SearchedLine): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => matchLine(part, line))
    case 'or':
      return query.parts.some((part) => matchLine(part, line))
    case 'not':
      return !matchLine(query.inner, line)
    case 'text':
      return holdsPieces(line.message, query.pieces)
    case 'level':
      return line.level !== null && COMPARE[query.operator](line.level, codeOfLevel(query.level) ?? 0)
    case 'function':
      return line.functionName !== null && isLike(line.functionName, query.pattern)
    case 'stream':
      return (
        line.logStream !== null && (isLike(line.logStream, query.pattern) || line.logStream.includes(query.pattern))
      )
    case 'request':
      return line.requestId === query.requestId
    case 'exists':
      return fieldValues(line.message, query.path).length > 0
    case 'field':
      return fieldValues(line.message, query.path).some((value) => isMet(value, query.operator, query.value))
  }
}

/** A pattern whose stars stand for anything, against the whole of a name. */
function isLike(name: string, pattern: string): boolean {
  if (!pattern.includes('*')) return name === pattern
  return new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`, 's').test(name)
}

function holdsPieces(text: string, pieces: readonly string[]): boolean {
  const [only = ''] = pieces
  if (pieces.length === 1) return holdsText(text, only)
  if (!pieces.every((piece) => text.includes(piece))) return false
  const before = only === '' ? '' : '(?<![\\w\\u0080-\\uffff])'
  const after = pieces.at(-1) === '' ? '' : '(?![\\w\\u0080-\\uffff])'
  return new RegExp(`${before}${pieces.map(escapeRegExp).join(STAR)}${after}`).test(text)
}

/** A text meets what it is, or holds as words; a number what it equals. */
function isMet(value: unknown, operator: LogOperator, wanted: string): boolean {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
  if (operator !== '=') return Number.isFinite(number) && COMPARE[operator](number, Number(wanted))
  if (typeof value === 'number') return value === Number(wanted)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === wanted || holdsPieces(text, wanted.includes('*') ? wanted.split('*') : [wanted])
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

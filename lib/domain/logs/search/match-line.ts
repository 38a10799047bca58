import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import { fieldValues } from '@/lib/domain/logs/search/field-values'
import { holdsPieces, isLike } from '@/lib/domain/logs/search/holds-pieces'
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

/** A text meets what it is, or holds as words; a number what it equals. */
function isMet(value: unknown, operator: LogOperator, wanted: string): boolean {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN
  if (operator !== '=') return Number.isFinite(number) && COMPARE[operator](number, Number(wanted))
  if (typeof value === 'number') return value === Number(wanted)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === wanted || holdsPieces(text, wanted.includes('*') ? wanted.split('*') : [wanted])
}

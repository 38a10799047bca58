import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { neededWords } from '@/lib/domain/logs/search/needed-words'
import { type LogScope, likePattern } from '@/lib/server/log-search/log-scope'

/** Adds a value to the statement and answers its placeholder. */
export type AddParameter = (value: unknown) => string

/** A condition that is written down once it is known to be used: what is left out adds no parameter. */
export type WriteSql = (add: AddParameter) => string

/** write: null for every row. isExact: rows that meet it meet the query; else they have to be looked at. */
type Condition = { write: WriteSql | null; isExact: boolean }

/** What a row of log_event e has to be to meet a query, as far as SQL can tell. */
export function rowCondition(scope: LogScope, add: AddParameter): { sql: string | null; isExact: boolean } {
  const { placeIds } = scope
  const { write, isExact } = conditionOf(scope.query, scope)
  const parts = [
    ...(placeIds === null ? [] : [`e.account_region_id = ANY(${add(placeIds)}::int4[])`]),
    ...(write === null ? [] : [write(add)]),
  ]
  return { sql: parts.length === 0 ? null : parts.join(' AND '), isExact }
}

/** One of several conditions or all of them; null when one that could be open leaves it open. */
export function joinSql(kind: 'and' | 'or', parts: readonly (WriteSql | null)[]): WriteSql | null {
  const known = parts.filter((part) => part !== null)
  if (kind === 'or' && parts.length === 0) return () => 'false'
  if (known.length === 0 || (kind === 'or' && known.length < parts.length)) return null
  return (add) => `(${known.map((write) => write(add)).join(` ${kind} `)})`
}

function conditionOf(query: LogQuery, scope: LogScope): Condition {
  switch (query.kind) {
    case 'and':
    case 'or': {
      const parts = query.parts.map((part) => conditionOf(part, scope))
      const write = joinSql(
        query.kind,
        parts.map((part) => part.write),
      )
      return { write, isExact: parts.every(({ isExact }) => isExact) }
    }
    case 'not': {
      const { write, isExact } = conditionOf(query.inner, scope)
      if (!isExact) return { write: null, isExact: false }
      return exactly((add) => (write === null ? 'false' : `NOT ${write(add)}`))
    }
    case 'level':
      return exactly((add) => `coalesce(e.level ${query.operator} ${add(codeOfLevel(query.level))}, false)`)
    case 'request':
      return exactly((add) => `coalesce(e.request_id = ${add(query.requestId)}::uuid, false)`)
    case 'function': {
      const ids = scope.functions.get(query.pattern)?.functionIds ?? []
      return exactly((add) => inStreams(`function_id = ANY(${add(ids)}::int4[])`))
    }
    case 'stream':
      return exactly((add) => inStreams(`name LIKE ${add(`%${likePattern(query.pattern)}%`)}`))
    case 'text':
      return { write: holdsTexts(query.pieces), isExact: false }
    default:
      return { write: holdsWords(neededWords(query)), isExact: false }
  }
}

function exactly(write: WriteSql): Condition {
  return { write: (add) => `(${write(add)})`, isExact: true }
}

function inStreams(condition: string): string {
  return `e.stream_id IN (SELECT id FROM log_stream WHERE ${condition})`
}

/**
 * In their case, wherever they stand. strpos skips most of a line (Horspool), where LIKE looks at each of its bytes: a scan of
 * a day takes half as long.
 */
function holdsTexts(texts: readonly string[]): WriteSql | null {
  const told = texts.filter((text) => text !== '')
  return joinSql(
    'and',
    told.map((text) => (add) => `strpos(e.message, ${add(text)}) > 0`),
  )
}

function holdsWords(needed: ReturnType<typeof neededWords>): WriteSql | null {
  return needed === null ? null : joinSql('or', needed.map(holdsTexts))
}

import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { COMPARE } from '@/lib/domain/logs/search/match-line'
import { neededWords } from '@/lib/domain/logs/search/needed-words'
import { wordOfLevel } from '@/lib/server/blocks/block-index'
import { FILTER_PARTS, probeOf } from '@/lib/server/blocks/word-filter'
import type { LogScope } from '@/lib/server/log-search/log-scope'
import { type AddParameter, joinSql, type WriteSql } from '@/lib/server/log-search/row-condition'

const LEVEL_CODES = [1, 2, 3, 4, 5, 6]
/** The filter of a block and the length of its parts, read once a block. */
export const FILTER = `substring(words FROM 1) AS w, octet_length(words) / ${FILTER_PARTS} AS l`

/**
 * What a block has to be to hold a line that meets a query; null when any may. Of a block b with its filter w, a part of
 * which is as long as l says (FILTER); one without a filter may hold anything.
 */
export function blockCondition(scope: LogScope, add: AddParameter): string | null {
  return conditionOf(scope.query, scope)?.(add) ?? null
}

function conditionOf(query: LogQuery, scope: LogScope): WriteSql | null {
  switch (query.kind) {
    case 'and':
    case 'or':
      return joinSql(
        query.kind,
        query.parts.map((part) => conditionOf(part, scope)),
      )
    case 'level':
      return joinSql(
        'or',
        codesOf(query).map((code) => holdsWord(wordOfLevel(code))),
      )
    case 'request':
      return holdsWord(query.requestId)
    case 'function': {
      const groupIds = scope.functions.get(query.pattern)?.groupIds ?? []
      return (add) => `b.log_group_id = ANY(${add(groupIds)}::int4[])`
    }
    case 'text':
    case 'field':
    case 'exists': {
      const needed = neededWords(query)?.map((words) => joinSql('and', words.map(holdsWord)))
      return needed === undefined ? null : joinSql('or', needed)
    }
    // A block that holds what is not wanted may hold other lines too.
    case 'not':
    case 'stream':
      return null
  }
}

function codesOf({ operator, level }: Extract<LogQuery, { kind: 'level' }>): number[] {
  const wanted = codeOfLevel(level) ?? 0
  return LEVEL_CODES.filter((code) => COMPARE[operator](code, wanted))
}

/** `admitsWord` in SQL. */
export function holdsWord(word: string): WriteSql {
  const { places, fingerprint } = probeOf(word)
  return (add) => {
    const at = places.map((place) => `(${add(place)}::int8 % l)::int4`)
    const together = (first: number) =>
      `(${at.map((place, part) => `get_byte(w, ${place} + ${first + part} * l)`).join(' # ')})`
    const [low, high] = [add(fingerprint & 255), add(fingerprint >> 8)]
    return `coalesce(${together(0)} = ${low} AND ${together(places.length)} = ${high}, true)`
  }
}

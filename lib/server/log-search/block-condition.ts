import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { COMPARE } from '@/lib/domain/logs/search/match-line'
import { neededWords } from '@/lib/domain/logs/search/needed-words'
import { wordOfLevel } from '@/lib/server/blocks/block-index'
import { probeOf } from '@/lib/server/blocks/word-filter'
import type { LogScope } from '@/lib/server/log-search/log-scope'
import { type AddParameter, joinSql, type WriteSql } from '@/lib/server/log-search/row-condition'

const LEVEL_CODES = [1, 2, 3, 4, 5, 6]

/**
 * What a block has to be to hold a line that meets a query; null when any may. Of a block b with its filter w, a third of
 * which is as long as l says; one without a filter may hold anything.
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
function holdsWord(word: string): WriteSql {
  const { places, fingerprint } = probeOf(word)
  return (add) => {
    const bytes = places.map((place, part) => `get_byte(w, (${add(place)}::int8 % l)::int4 + ${part} * l)`)
    return `coalesce((${bytes.join(' # ')}) = ${add(fingerprint)}, true)`
  }
}

import { innermostName, REPORT_FIELD_NAMES } from '@/lib/domain/logs/search/field-values'
import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { wordsOf } from '@/lib/domain/logs/search/words-of'

/** Each list of words is an alternative: a line that meets the term has all words of one of them. Null: it may have none. */
export type NeededWords = readonly (readonly string[])[] | null

const BACKSLASH = '\\'
const ASCII = /^[\x20-\x7e]*$/

/** The words (`wordsOf`) that a line needs to have to meet a text, a field's value or its presence. */
export function neededWords(term: Extract<LogQuery, { kind: 'text' | 'field' | 'exists' }>): NeededWords {
  if (term.kind === 'text') return alternatives(term.pieces.length === 1 ? listWords(term.pieces[0] ?? '') : [])
  const name = innermostName(term.path)
  const names = ASCII.test(name) ? listWords(name) : []
  const values = term.kind === 'field' && term.operator === '=' ? wordsOfValue(term.value) : []
  const own = [...names, ...values]
  if (own.length === 0) return null
  const isReportField = term.path.length === 1 && REPORT_FIELD_NAMES.includes(name)
  return isReportField ? [own, ['REPORT']] : [own]
}

function alternatives(words: readonly string[]): NeededWords {
  return words.length === 0 ? null : [words]
}

/** A number may be written in other ways than a whole one is; what JSON may escape is left out. */
function wordsOfValue(value: string): string[] {
  if (value.includes('*')) return []
  if (value.trim() !== '' && Number.isFinite(Number(value)) && !/^-?\d{1,15}$/.test(value)) return []
  return listWords(value).filter((word) => ASCII.test(word))
}

function listWords(text: string): string[] {
  const words = new Set<string>()
  if (!text.includes(BACKSLASH)) wordsOf(text, (word) => words.add(word))
  return [...words]
}

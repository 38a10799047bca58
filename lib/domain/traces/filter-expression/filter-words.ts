import { COMPLEX_WORDS, FILTER_WORDS } from '@/lib/domain/traces/filter-expression/filter-keywords'
import type { FilterScope } from '@/lib/domain/traces/filter-expression/filter-tree'
import { FilterSyntaxError, type FilterToken } from '@/lib/domain/traces/filter-expression/tokenise-filter'

/** Whether a text is one of these words. */
export function isOneOf<Word extends string>(words: readonly Word[], name: string): name is Word {
  return (words as readonly string[]).includes(name)
}

/** A token as it was written, but for its escapes. */
export function shown({ kind, text }: FilterToken): string {
  return kind === 'text' ? `"${text}"` : text
}

/** What a condition may begin with. */
export function choicesOf(scope: FilterScope): string {
  const { flags, numbers, texts } = FILTER_WORDS[scope]
  const complex =
    scope === 'trace'
      ? [...COMPLEX_WORDS.slice(0, 3).map((word) => `${word}…${word.endsWith('[') ? ']' : ')'}`), 'rootcause.…']
      : []
  return [...flags, ...numbers, ...texts, ...complex].join(', ')
}

/** Why a word cannot begin a condition, and what can. name: in lower case. */
export function explainWord(text: string, name: string, scope: FilterScope): string {
  if (name === 'group.name' || name === 'group.arn') {
    return 'Groups are not read from AWS. Write the filter expression of the group in its place'
  }
  const elsewhere = Object.values(FILTER_WORDS).some(({ flags, numbers, texts }) =>
    [...flags, ...numbers, ...texts].some((word) => word === name),
  )
  return `${text} ${elsewhere ? 'has no meaning here' : 'is not a keyword'}. Use ${choicesOf(scope)}`
}

/** A number that stays finite times scale. Throws FilterSyntaxError. */
export function checkedNumber({ text, at }: FilterToken, scale: number): number {
  const value = Number(text)
  if (!Number.isFinite(value * scale)) throw new FilterSyntaxError(`${text} is too large a number`, at)
  return value
}

/** What an annotation is compared with; null for what is no value. */
export function annotationValue({ kind, text }: FilterToken): string | number | boolean | null {
  if (kind === 'text') return text
  if (kind === 'number') return Number(text)
  const word = text.toLowerCase()
  return word === 'true' || word === 'false' ? word === 'true' : null
}

import { COMPLEX_WORDS, FILTER_WORDS } from '@/lib/domain/traces/filter-expression/filter-keywords'
import type { FilterHope } from '@/lib/domain/traces/filter-expression/filter-parser'
import { listFilterHopes } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { quoteFilterText, writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

/** What stored traces name. */
export type FilterVocabulary = { services: readonly string[]; types: readonly string[]; annotations: readonly string[] }

/** from, to: what of the text the suggestion stands for. insert: what it becomes. */
export type FilterSuggestion = { label: string; hint: string; insert: string; from: number; to: number }

type Offer = { label: string; hint: string; insert: string }

const MOST = 10
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const VALUE_HINTS: Readonly<Record<string, string>> = { responsetime: 'seconds', duration: 'seconds' }

/** What could stand at the cursor of an expression: what the grammar allows there and stored traces know. */
export function suggestFilter(text: string, cursor: number, vocabulary: FilterVocabulary): FilterSuggestion[] {
  const before = text.slice(0, cursor)
  const typed = openTextOf(before) ?? /[\w.:[$]*$/.exec(before)?.[0] ?? ''
  const from = cursor - typed.length
  const isKey = /^annotation[.[]/i.test(typed)
  const hopes = listFilterHopes(before.slice(0, from))
  const offers = isKey ? [] : hopes.flatMap((hope) => offersOf(hope, vocabulary))
  const keys = hopes.some((hope) => hope.kind === 'joint' || (hope.kind === 'condition' && hope.scope === 'trace'))
    ? vocabulary.annotations.map((key) => ({
        label: `annotation[${key}]`,
        hint: 'annotation',
        insert: `${writeFilterExpression({ kind: 'annotation', key, test: null })} `,
      }))
    : []
  const wanted = typed
    .replace(/^["']/, '')
    .replace(/^annotation\./i, 'annotation[')
    .toLowerCase()
  const end = endOf(text, cursor, typed)
  return pick([...offers, ...keys], wanted).map((offer) => {
    // What follows is kept apart by one space, not by two.
    return { ...offer, from, to: offer.insert.endsWith(' ') && text[end] === ' ' ? end + 1 : end }
  })
}

/** Where ends what the cursor stands in: a word, a key in brackets, or a text that is closed behind the cursor. */
function endOf(text: string, cursor: number, typed: string): number {
  const rest = text.slice(cursor)
  const quote = /^["']/.exec(typed)?.[0]
  if (quote !== undefined && openTextOf(text) === null) {
    const closing = new RegExp(`^(?:[^${quote}\\\\]|\\\\.)*${quote}`, 's').exec(rest)
    if (closing !== null) return cursor + closing[0].length
  }
  const key = /^annotation\[[^\]\s]*\]?/i.exec(typed + rest)?.[0] ?? ''
  const word = /^[\w.:$]*/.exec(rest)?.[0] ?? ''
  return cursor + Math.max(key.length - typed.length, word.length)
}

/** A text whose closing quote is still to come, from its opening quote on. */
function openTextOf(before: string): string | null {
  const texts = before.replace(/\\./g, '__')
  let open: number | null = null
  for (let at = 0; at < texts.length; at += 1) {
    if (open === null && (texts[at] === '"' || texts[at] === "'")) open = at
    else if (open !== null && texts[at] === texts[open]) open = null
  }
  return open === null ? null : before.slice(open)
}

function offersOf(hope: FilterHope, { services, types }: FilterVocabulary): Offer[] {
  switch (hope.kind) {
    case 'condition': {
      const { flags, numbers, texts } = FILTER_WORDS[hope.scope]
      return [
        ...flags.map((word) => ({ label: word, hint: 'yes or no', insert: `${word} ` })),
        ...numbers.map((word) => ({ label: word, hint: VALUE_HINTS[word] ?? 'number', insert: `${word} ` })),
        ...texts.map((word) => ({ label: word, hint: 'text', insert: `${word} ` })),
        ...(hope.scope === 'trace'
          ? COMPLEX_WORDS.map((word) => ({ label: word, hint: complexHint(word), insert: word }))
          : []),
      ]
    }
    case 'joint':
      return [
        { label: 'AND', hint: 'both', insert: 'AND ' },
        { label: 'OR', hint: 'either', insert: 'OR ' },
        ...(hope.closing === null ? [] : [{ label: hope.closing, hint: 'close', insert: `${hope.closing} ` }]),
      ]
    case 'operator':
      return hope.operators.map((operator) => ({ label: operator, hint: 'compare', insert: `${operator} ` }))
    case 'service':
      return [
        ...services.map((name) => ({ label: name, hint: 'service', insert: quoteFilterText(name) })),
        { label: 'id(name:', hint: 'by name and type', insert: 'id(name: ' },
      ]
    case 'block':
      return [{ label: '{', hint: 'a condition on it', insert: '{ ' }]
    case 'value':
      return valuesOf(hope.of, services, types)
  }
}

function valuesOf(of: string, services: readonly string[], types: readonly string[]): Offer[] {
  const texts = (values: readonly string[], hint: string) =>
    values.map((value) => ({ label: value, hint, insert: `${quoteFilterText(value)} ` }))
  if (of === 'flag') return ['true', 'false'].map((value) => ({ label: value, hint: '', insert: `${value} ` }))
  if (of === 'name') return texts(services, 'service')
  if (of === 'type') return texts(types, 'type')
  return of === 'http.method' ? texts(METHODS, 'method') : []
}

function complexHint(word: string): string {
  if (word.startsWith('rootcause')) return 'why it failed or was slow'
  if (word.startsWith('edge')) return 'a call between two services'
  return word.startsWith('service') ? 'one of the services' : 'by its key'
}

/** Those that begin with what is typed, then those that hold it; none twice, none that is typed already. */
function pick(offers: readonly Offer[], wanted: string): Offer[] {
  const byLabel = new Map(offers.map((offer) => [offer.label, offer]))
  const all = [...byLabel.values()].filter(({ label }) => label.toLowerCase() !== wanted)
  const first = all.filter(({ label }) => label.toLowerCase().startsWith(wanted))
  const then =
    wanted === '' ? [] : all.filter((one) => !first.includes(one) && one.label.toLowerCase().includes(wanted))
  return [...first, ...then].slice(0, MOST)
}

import { readCausePatterns } from '@/lib/domain/traces/filter-expression/cause-patterns'
import {
  FILTER_WORDS,
  OPERATORS_OF,
  ORDERS,
  TEXT_OPERATORS,
} from '@/lib/domain/traces/filter-expression/filter-keywords'
import type {
  CauseKind,
  CausePart,
  FilterFlag,
  FilterNumber,
  FilterOperator,
  FilterScope,
  FilterText,
  ServicePattern,
  TraceFilter,
} from '@/lib/domain/traces/filter-expression/filter-tree'
import {
  annotationValue,
  checkedNumber,
  choicesOf,
  explainWord,
  isOneOf,
  shown,
} from '@/lib/domain/traces/filter-expression/filter-words'
import { FilterSyntaxError, type FilterToken } from '@/lib/domain/traces/filter-expression/tokenise-filter'

/** What may follow where the expression ends: for completion. */
export type FilterHope =
  | { kind: 'condition'; scope: FilterScope }
  | { kind: 'joint'; closing: ')' | '}' | null }
  | { kind: 'operator'; operators: readonly FilterOperator[] }
  | { kind: 'value'; of: string }
  | { kind: 'service' }
  | { kind: 'block' }

const CAUSE = /^rootcause\.(?:(fault|error|responsetime)\.)?(service|entity|exception|json)$/
const ID_KEYS = new Map<string, keyof ServicePattern>([
  ['name', 'name'],
  ['type', 'type'],
  ['account.id', 'accountId'],
])
const DEEPEST = 100
const MS_PER_S = 1000
const LONGEST_TEXT = 4_000
/** What walks a filter goes one call deeper for each of them. */
const MOST_CONDITIONS = 500

/** Reads tokens as a filter, by descent: OR, AND (a space is one too), !, then one condition. Throws FilterSyntaxError. */
export class FilterParser {
  readonly #tokens: readonly FilterToken[]
  /** What could stand at the end of the tokens, as far as they could be read. */
  readonly hopes: FilterHope[] = []
  #at = 0
  #depth = 0
  #conditions = 0

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens
  }

  parse(): TraceFilter {
    const filter = this.#parseOr('trace', null)
    const token = this.#peek()
    if (token.kind !== 'end')
      throw new FilterSyntaxError(`Expected AND, OR or the end before ${shown(token)}`, token.at)
    return filter
  }

  #parseOr(scope: FilterScope, closing: ')' | '}' | null): TraceFilter {
    let left = this.#parseAnd(scope, closing)
    while (this.#takeWord('OR')) left = { kind: 'or', left, right: this.#parseAnd(scope, closing) }
    return left
  }

  #parseAnd(scope: FilterScope, closing: ')' | '}' | null): TraceFilter {
    let left = this.#parseUnary(scope)
    for (;;) {
      this.#hope({ kind: 'joint', closing })
      const token = this.#peek()
      const isOr = token.kind === 'word' && token.text.toUpperCase() === 'OR'
      // Two conditions side by side must both hold.
      const isNext =
        (token.kind === 'word' && !isOr) || token.kind === 'key' || token.text === '!' || token.text === '('
      if (token.kind === 'text' || !(this.#takeWord('AND') || isNext)) return left
      left = { kind: 'and', left, right: this.#parseUnary(scope) }
    }
  }

  #parseUnary(scope: FilterScope): TraceFilter {
    const token = this.#peek()
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new FilterSyntaxError('The expression is nested too deeply', token.at)
    const filter = this.#parseInner(scope)
    this.#depth -= 1
    return filter
  }

  #parseInner(scope: FilterScope): TraceFilter {
    if (this.#takeSign('!') || this.#takeWord('NOT')) return { kind: 'not', inner: this.#parseUnary(scope) }
    if (!this.#takeSign('(')) return this.#parseCondition(scope)
    const inner = this.#parseOr(scope, ')')
    this.#expectSign(')')
    return inner
  }

  #parseCondition(scope: FilterScope): TraceFilter {
    this.#hope({ kind: 'condition', scope })
    const token = this.#next()
    this.#conditions += 1
    if (this.#conditions > MOST_CONDITIONS) {
      throw new FilterSyntaxError(`An expression has ${MOST_CONDITIONS} conditions at most`, token.at)
    }
    const name = token.text.toLowerCase()
    if (token.kind === 'key') return this.#parseAnnotation(token, token.text, scope)
    if (token.kind !== 'word') throw new FilterSyntaxError(`Expected a condition: ${choicesOf(scope)}`, token.at)
    const { flags, numbers, texts } = FILTER_WORDS[scope]
    if (isOneOf(flags, name)) return this.#parseFlag(name)
    if (isOneOf(numbers, name)) return this.#parseNumber(name)
    if (isOneOf(texts, name)) return this.#parseText(name)
    if (name.startsWith('annotation.'))
      return this.#parseAnnotation(token, token.text.slice('annotation.'.length), scope)
    const isComplex = name === 'service' || name === 'edge' || CAUSE.test(name)
    if (isComplex && scope !== 'trace') {
      throw new FilterSyntaxError(
        `${token.text} cannot stand within ${scope.replace('cause.', 'rootcause … ')} { }`,
        token.at,
      )
    }
    if (name === 'service')
      return { kind: 'service', service: this.#parseServiceCall(), inner: this.#parseBlock('service') }
    if (name === 'edge') return this.#parseEdge()
    const cause = CAUSE.exec(name)
    if (cause !== null) return this.#parseCause(cause)
    throw new FilterSyntaxError(explainWord(token.text, name, scope), token.at)
  }

  /** A flag stands alone, or as X-Ray also writes it: fault = true. */
  #parseFlag(flag: FilterFlag): TraceFilter {
    const operator = this.#takeOperator(OPERATORS_OF.flag)
    const filter: TraceFilter = { kind: 'flag', flag }
    if (operator === null) return filter
    this.#hope({ kind: 'value', of: 'flag' })
    const token = this.#next()
    const value = token.text.toLowerCase()
    if (value !== 'true' && value !== 'false') throw new FilterSyntaxError('Expected true or false', token.at)
    return (value === 'true') === (operator === '=') ? filter : { kind: 'not', inner: filter }
  }

  #parseNumber(field: FilterNumber): TraceFilter {
    const operator = this.#takeOperator(OPERATORS_OF.number)
    if (operator === null) return this.#exists(field, OPERATORS_OF.number)
    this.#hope({ kind: 'value', of: field })
    const token = this.#next()
    if (token.kind !== 'number') throw new FilterSyntaxError(`${field} is compared with a number`, token.at)
    return { kind: 'number', field, operator, value: checkedNumber(token, MS_PER_S) }
  }

  #parseText(field: FilterText): TraceFilter {
    const operator = this.#takeOperator(OPERATORS_OF.text)
    if (operator === null) return this.#exists(field, OPERATORS_OF.text)
    this.#hope({ kind: 'value', of: field })
    const token = this.#next()
    const isText = token.kind === 'text' || token.kind === 'word'
    if (!isText) throw new FilterSyntaxError(`${field} is compared with a text in double quotes`, token.at)
    return { kind: 'text', field, operator, value: this.#checkText(token) }
  }

  #exists(field: FilterNumber | FilterText, operators: readonly FilterOperator[]): TraceFilter {
    const token = this.#peek()
    const looksLikeOperator = token.kind === 'sign' && [...ORDERS, '='].includes(token.text as FilterOperator)
    const isTextOperator = token.kind === 'word' && TEXT_OPERATORS.includes(token.text.toUpperCase() as FilterOperator)
    if (looksLikeOperator || isTextOperator || token.kind === 'text' || token.kind === 'number') {
      throw new FilterSyntaxError(`Expected one of ${operators.join(' ')} after ${field}`, token.at)
    }
    return { kind: 'exists', field }
  }

  #parseAnnotation(named: FilterToken, key: string, scope: FilterScope): TraceFilter {
    if (scope !== 'trace') {
      throw new FilterSyntaxError('An annotation is tested of the whole trace, outside of { }', named.at)
    }
    if (key === '') throw new FilterSyntaxError('Expected the key of the annotation', named.at)
    const at = this.#peek().at
    const operator = this.#takeOperator(OPERATORS_OF.any)
    if (operator === null) return { kind: 'annotation', key, test: null }
    this.#hope({ kind: 'value', of: `annotation ${key}` })
    const token = this.#next()
    const value = annotationValue(token)
    if (value === null)
      throw new FilterSyntaxError('Expected a text in double quotes, a number, true or false', token.at)
    if (typeof value === 'string') this.#checkText(token)
    if (typeof value === 'number') checkedNumber(token, 1)
    if (typeof value !== 'number' && ORDERS.includes(operator)) {
      throw new FilterSyntaxError(`${operator} compares numbers only`, at)
    }
    if (typeof value !== 'string' && TEXT_OPERATORS.includes(operator)) {
      throw new FilterSyntaxError(`${operator} compares texts only`, at)
    }
    return { kind: 'annotation', key, test: { operator, value } }
  }

  #parseServiceCall(): ServicePattern {
    this.#expectSign('(')
    this.#hope({ kind: 'service' })
    if (this.#takeSign(')')) return {}
    const service = this.#parseService()
    this.#expectSign(')')
    return service
  }

  #parseEdge(): TraceFilter {
    this.#expectSign('(')
    this.#hope({ kind: 'service' })
    const from = this.#parseService()
    this.#expectSign(',')
    this.#hope({ kind: 'service' })
    const to = this.#parseService()
    this.#expectSign(')')
    return { kind: 'edge', from, to, inner: this.#parseBlock('edge') }
  }

  #parseService(): ServicePattern {
    const token = this.#next()
    if (token.kind === 'text') return { name: this.#checkText(token) }
    if (token.kind !== 'word' || token.text.toLowerCase() !== 'id') {
      throw new FilterSyntaxError('Expected a name in double quotes, or id(name: "…", type: "…")', token.at)
    }
    this.#expectSign('(')
    const service: ServicePattern = {}
    do this.#parseIdPart(service)
    while (this.#takeSign(','))
    this.#expectSign(')')
    return service
  }

  #parseIdPart(service: ServicePattern): void {
    const key = this.#next()
    const [name = '', glued = ''] = key.text.split(/:(.*)/s)
    const property = key.kind === 'word' && glued === '' ? ID_KEYS.get(name.toLowerCase()) : undefined
    if (property === undefined) throw new FilterSyntaxError('Expected name:, type: or account.id:', key.at)
    this.#hope({ kind: 'value', of: property })
    const value = this.#next()
    if (!key.text.endsWith(':')) throw new FilterSyntaxError(`Expected : after ${key.text}`, key.at + key.text.length)
    if (value.kind !== 'text') throw new FilterSyntaxError(`${name} takes a text in double quotes`, value.at)
    service[property] = this.#checkText(value)
  }

  #parseCause([, cause, part]: RegExpExecArray): TraceFilter {
    const kind = (cause ?? null) as CauseKind | null
    if (part === 'json') {
      if (this.#takeOperator(['=']) === null) throw new FilterSyntaxError('Expected = #[ … ]', this.#peek().at)
      const token = this.#next()
      const patterns = token.kind === 'json' ? readCausePatterns(token.text) : null
      if (patterns !== null) return { kind: 'causeJson', cause: kind, patterns }
      throw new FilterSyntaxError(
        'Expected #[{ "Services": [{ "Name": "…", "EntityPath": [{ "Name": "…" }] }] }]',
        token.at,
      )
    }
    if (kind === null || (kind === 'responsetime' && part === 'exception')) {
      const at = this.#tokens[this.#at - 1]?.at ?? 0
      throw new FilterSyntaxError(
        'Expected rootcause.fault, rootcause.error or rootcause.responsetime, then .service, .entity or .exception (of faults and errors)',
        at,
      )
    }
    return {
      kind: 'cause',
      cause: kind,
      part: part as CausePart,
      inner: this.#parseBlock(`cause.${part as CausePart}`),
    }
  }

  #parseBlock(scope: FilterScope): TraceFilter | null {
    this.#hope({ kind: 'block' })
    if (!this.#takeSign('{')) return null
    const inner = this.#parseOr(scope, '}')
    this.#expectSign('}')
    return inner
  }

  #checkText({ text, at }: FilterToken): string {
    if (text.includes('\0')) throw new FilterSyntaxError('A text cannot hold a zero character', at)
    if (text.length > LONGEST_TEXT) throw new FilterSyntaxError(`A text has ${LONGEST_TEXT} characters at most`, at)
    return text
  }

  #takeOperator(operators: readonly FilterOperator[]): FilterOperator | null {
    this.#hope({ kind: 'operator', operators })
    const token = this.#peek()
    const text = token.kind === 'word' ? token.text.toUpperCase() : token.text
    const operator = token.kind === 'word' || token.kind === 'sign' ? operators.find((one) => one === text) : undefined
    if (operator !== undefined) this.#at += 1
    return operator ?? null
  }

  #hope(hope: FilterHope): void {
    if (this.#peek().kind === 'end') this.hopes.push(hope)
  }

  #peek(): FilterToken {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', at: 0 }
  }

  #next(): FilterToken {
    const token = this.#peek()
    if (token.kind !== 'end') this.#at += 1
    return token
  }

  #takeWord(word: string): boolean {
    const token = this.#peek()
    if (token.kind !== 'word' || token.text.toUpperCase() !== word) return false
    this.#at += 1
    return true
  }

  #takeSign(sign: string): boolean {
    const token = this.#peek()
    if (token.kind !== 'sign' || token.text !== sign) return false
    this.#at += 1
    return true
  }

  #expectSign(sign: string): void {
    if (!this.#takeSign(sign)) throw new FilterSyntaxError(`Expected ${sign}`, this.#peek().at)
  }
}

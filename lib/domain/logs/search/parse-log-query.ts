import type { LogLevel } from '@/lib/domain/logs/log-line'
import { normaliseLevel } from '@/lib/domain/logs/normalise-level'
import { requestIdOf } from '@/lib/domain/logs/request-id'
import type { LogOperator, LogQuery, LogQueryResult } from '@/lib/domain/logs/search/log-query'
import { LogQuerySyntaxError, type QueryToken, readQueryTokens } from '@/lib/domain/logs/search/read-query-tokens'

const LONGEST = 2_000
const DEEPEST = 50
const MOST_TERMS = 50
const OPERATOR = /^(>=|<=|>|<|=)?(.*)$/s
const LEVEL_WORDS = 'trace, debug, info, warn, error or fatal'
const REQUEST_FIELDS: readonly string[] = ['request', 'requestId', 'request_id', 'RequestId', 'AWSRequestId']

/**
 * Reads what somebody typed to find log lines: words and "phrases", field:value, field:>value, field:*, level:error,
 * function:name, stream:name, request:ID, each with - or NOT before it, AND (also by standing side by side) before OR,
 * and parentheses. Stars stand for the rest of a word. What cannot be read is answered with its position.
 */
export function parseLogQuery(text: string): LogQueryResult {
  try {
    if (text.length > LONGEST) {
      throw new LogQuerySyntaxError(`The query is longer than ${LONGEST} characters`, LONGEST)
    }
    const parser = new Parser(readQueryTokens(text))
    return { query: parser.parseAll(), error: null }
  } catch (error) {
    if (!(error instanceof LogQuerySyntaxError)) throw error
    return { query: null, error: { message: error.message, position: error.position } }
  }
}

class Parser {
  readonly #tokens: readonly QueryToken[]
  #at = 0
  #depth = 0
  #terms = 0

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens
  }

  parseAll(): LogQuery {
    if (this.#peek().kind === 'end') return { kind: 'and', parts: [] }
    const query = this.#parseOr()
    const { kind, at } = this.#peek()
    if (kind !== 'end') throw new LogQuerySyntaxError('This parenthesis closes none', at)
    return query
  }

  #parseOr(): LogQuery {
    const parts = [this.#parseAnd()]
    while (this.#takeWord('OR')) parts.push(this.#parseAnd())
    return oneOrAll('or', parts)
  }

  #parseAnd(): LogQuery {
    const parts = [this.#parseUnary()]
    while (!this.#isEndOfAnd()) {
      this.#takeWord('AND')
      parts.push(this.#parseUnary())
    }
    return oneOrAll('and', parts)
  }

  #isEndOfAnd(): boolean {
    const { kind, text } = this.#peek()
    return kind === 'end' || (kind === 'sign' && text === ')') || (kind === 'word' && text === 'OR')
  }

  #parseUnary(): LogQuery {
    if (this.#takeSign('-') || this.#takeWord('NOT'))
      return { kind: 'not', inner: this.#deeper(() => this.#parseUnary()) }
    const open = this.#peek()
    if (!this.#takeSign('(')) return this.#parseTerm()
    return this.#deeper(() => {
      const inner = this.#parseOr()
      if (!this.#takeSign(')')) throw new LogQuerySyntaxError('This parenthesis is not closed', open.at)
      return inner
    })
  }

  #deeper(parse: () => LogQuery): LogQuery {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new LogQuerySyntaxError('The query is nested too deeply', this.#peek().at)
    const query = parse()
    this.#depth -= 1
    return query
  }

  #parseTerm(): LogQuery {
    const token = this.#next()
    this.#terms += 1
    if (this.#terms > MOST_TERMS) throw new LogQuerySyntaxError(`A query has at most ${MOST_TERMS} terms`, token.at)
    if (token.kind === 'field') return parseField(token, this.#next())
    const isWord = token.kind === 'word' && !['AND', 'OR'].includes(token.text)
    if (isWord || token.kind === 'phrase') return textOf(token)
    throw new LogQuerySyntaxError('Expected a word, a "phrase" or field:value', token.at)
  }

  #peek(): QueryToken {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', at: 0 }
  }

  #next(): QueryToken {
    const token = this.#peek()
    if (token.kind !== 'end') this.#at += 1
    return token
  }

  #takeWord(word: string): boolean {
    return this.#take('word', word)
  }

  #takeSign(sign: string): boolean {
    return this.#take('sign', sign)
  }

  #take(kind: QueryToken['kind'], text: string): boolean {
    const token = this.#peek()
    if (token.kind !== kind || token.text !== text) return false
    this.#at += 1
    return true
  }
}

function oneOrAll(kind: 'and' | 'or', parts: readonly LogQuery[]): LogQuery {
  const [only, ...others] = parts
  return only !== undefined && others.length === 0 ? only : { kind, parts }
}

function textOf({ kind, text, at }: QueryToken): LogQuery {
  const pieces = kind === 'phrase' ? [text.replace(/\\(["\\])/g, '$1')] : text.split('*')
  if (pieces.every((piece) => piece === '')) {
    throw new LogQuerySyntaxError('This is met by every line: leave it out', at)
  }
  return { kind: 'text', pieces }
}

function parseField(field: QueryToken, value: QueryToken): LogQuery {
  const name = field.text
  if (value.kind !== 'word' && value.kind !== 'phrase') {
    throw new LogQuerySyntaxError(`${name}: needs a value right behind the colon`, value.at)
  }
  const [, sign, rest = ''] = value.kind === 'word' ? (OPERATOR.exec(value.text) ?? []) : ['', '=', value.text]
  const operator = (sign ?? '=') as LogOperator
  if (rest === '')
    throw new LogQuerySyntaxError(`${name}: needs a value behind ${operator}`, value.at + value.text.length)
  if (name === 'level') return { kind: 'level', operator, level: levelOf(rest, value.at) }
  if (operator !== '=' && !Number.isFinite(Number(rest))) {
    throw new LogQuerySyntaxError(`${operator} compares numbers; ${rest} is none`, value.at)
  }
  if (name === 'function' || name === 'stream') return { kind: name, pattern: rest }
  const requestId = REQUEST_FIELDS.includes(name) ? requestIdOf(rest) : null
  if (requestId !== null) return { kind: 'request', requestId: requestId.toLowerCase() }
  if (name === 'request') throw new LogQuerySyntaxError(`${rest} is not a request ID. It is a UUID`, value.at)
  const path = name.split(/[.[\]]+/).filter((part) => part !== '')
  return rest === '*' && value.kind === 'word'
    ? { kind: 'exists', path }
    : { kind: 'field', path, operator, value: rest }
}

function levelOf(word: string, at: number): LogLevel {
  const level = normaliseLevel(word)
  if (level === null) throw new LogQuerySyntaxError(`${word} is no level. Use ${LEVEL_WORDS}`, at)
  return level
}

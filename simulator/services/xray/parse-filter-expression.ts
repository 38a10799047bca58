import { readChild, readText } from '@/simulator/services/xray/read-document'
import { readElapsed, type ServiceView, type TraceView } from '@/simulator/services/xray/trace-view'
import { ServiceError } from '@/simulator/wire/service-error'

/** What a comparison looks at: the whole trace (its root decides) or one service inside `service(…){…}`. */
type Scope = { trace: TraceView; service: ServiceView | null }

export type TraceFilter = (scope: Scope) => boolean

type Token = { kind: 'word' | 'string' | 'number' | 'symbol'; text: string }

const tokenPattern =
  /\s*(?:"((?:[^"\\]|\\.)*)"|(\d+(?:\.\d+)?)(?![\w.])|([A-Za-z_][\w.:]*(?:\[[^\]]+\])?)|(!=|<=|>=|[=<>!(){},:]))/y

function invalidFilter(detail: string): ServiceError {
  return new ServiceError('InvalidRequestException', `Invalid filter expression: ${detail}`)
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  const source = text.trimEnd()
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < source.length) {
    const at = tokenPattern.lastIndex
    const match = tokenPattern.exec(source)
    if (!match) throw invalidFilter(`unexpected input at position ${at}`)
    const [, quoted, number, word, symbol] = match
    if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted.replace(/\\(.)/g, '$1') })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else tokens.push({ kind: 'symbol', text: symbol ?? '' })
  }
  return tokens
}

function subject({ trace, service }: Scope) {
  return service?.document ?? trace.root
}

const booleans: Record<string, TraceFilter> = {
  ok: (scope) => !['error', 'fault', 'throttle'].some((flag) => subject(scope)[flag] === true),
  error: (scope) => subject(scope).error === true,
  fault: (scope) => subject(scope).fault === true,
  throttle: (scope) => subject(scope).throttle === true || (scope.service === null && scope.trace.hasThrottle),
  partial: ({ trace }) => trace.isPartial,
}

type Reader = (scope: Scope) => string | number | null

function readHttp(part: 'request' | 'response', name: string): Reader {
  return (scope) => {
    const value = readChild(readChild(subject(scope), 'http'), part)[name]
    return typeof value === 'string' || typeof value === 'number' ? value : null
  }
}

const readers: Record<string, Reader> = {
  responsetime: (scope) => (scope.service ? readElapsed(scope.service.document) : scope.trace.responseSeconds),
  duration: (scope) => (scope.service ? readElapsed(scope.service.document) : scope.trace.durationSeconds),
  'http.status': readHttp('response', 'status'),
  'http.url': readHttp('request', 'url'),
  'http.method': readHttp('request', 'method'),
  'http.useragent': readHttp('request', 'user_agent'),
  'http.clientip': readHttp('request', 'client_ip'),
  user: (scope) => readText(subject(scope), 'user'),
  name: (scope) => readText(subject(scope), 'name'),
}

type Literal = string | number | boolean

function compare(actual: Literal | null, operator: string, literal: Literal): boolean {
  if (actual === null) return operator === '!='
  switch (operator) {
    case '=':
      return actual === literal
    case '!=':
      return actual !== literal
    case 'CONTAINS':
      return String(actual).includes(String(literal))
    case 'BEGINSWITH':
      return String(actual).startsWith(String(literal))
    case 'ENDSWITH':
      return String(actual).endsWith(String(literal))
  }
  if (typeof actual !== 'number' || typeof literal !== 'number') return false
  if (operator === '<') return actual < literal
  if (operator === '<=') return actual <= literal
  return operator === '>' ? actual > literal : actual >= literal
}

const operators = new Set(['=', '!=', '<', '<=', '>', '>=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH'])

class FilterParser {
  readonly #tokens: Token[]
  #at = 0

  constructor(text: string) {
    this.#tokens = tokenize(text)
  }

  parse(): TraceFilter {
    const filter = this.#parseOr()
    const rest = this.#tokens[this.#at]
    if (rest) throw invalidFilter(`unexpected ${rest.text}`)
    return filter
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #takeIf(...texts: string[]): string | null {
    const token = this.#peek()
    if (!token || token.kind === 'string' || !texts.includes(token.text.toUpperCase())) return null
    this.#at += 1
    return token.text
  }

  #take(what: string): Token {
    const token = this.#peek()
    if (!token) throw invalidFilter(`${what} is missing at the end`)
    this.#at += 1
    return token
  }

  #expect(symbol: string): void {
    if (this.#takeIf(symbol) === null) throw invalidFilter(`${symbol} expected`)
  }

  #parseOr(): TraceFilter {
    const sides = [this.#parseAnd()]
    while (this.#takeIf('OR')) sides.push(this.#parseAnd())
    return (scope) => sides.some((side) => side(scope))
  }

  #parseAnd(): TraceFilter {
    const sides = [this.#parseUnary()]
    while (this.#takeIf('AND')) sides.push(this.#parseUnary())
    return (scope) => sides.every((side) => side(scope))
  }

  #parseUnary(): TraceFilter {
    if (this.#takeIf('!', 'NOT')) {
      const inner = this.#parseUnary()
      return (scope) => !inner(scope)
    }
    if (this.#takeIf('(')) {
      const inner = this.#parseOr()
      this.#expect(')')
      return inner
    }
    return this.#parsePrimary()
  }

  #parsePrimary(): TraceFilter {
    const token = this.#take('a condition')
    if (token.kind !== 'word') throw invalidFilter(`unexpected ${token.text}`)
    if (token.text === 'service') return this.#parseService()
    const flag = booleans[token.text]
    if (flag) return this.#parseFlag(flag)
    const annotation = /^annotation(?:\.(.+)|\[(.+)\])$/.exec(token.text)
    if (annotation) return this.#parseAnnotation(annotation[1] ?? annotation[2] ?? '')
    const reader = readers[token.text]
    if (!reader) throw invalidFilter(`unknown keyword ${token.text}`)
    const operator = this.#parseOperator()
    const literal = this.#parseLiteral()
    return (scope) => compare(reader(scope), operator, literal)
  }

  #parseFlag(flag: TraceFilter): TraceFilter {
    const operator = this.#takeIf('=', '!=')
    if (!operator) return flag
    const literal = this.#parseLiteral()
    if (typeof literal !== 'boolean') throw invalidFilter('true or false expected')
    return (scope) => (flag(scope) === literal) === (operator === '=')
  }

  #parseAnnotation(key: string): TraceFilter {
    const token = this.#peek()
    const has = ({ trace }: Scope) => trace.annotations.get(key) ?? []
    if (!token || !operators.has(token.text.toUpperCase())) return (scope) => has(scope).length > 0
    const operator = this.#parseOperator()
    const literal = this.#parseLiteral()
    return (scope) => has(scope).some(({ value }) => compare(value, operator, literal))
  }

  #parseOperator(): string {
    const token = this.#take('an operator')
    const operator = token.text.toUpperCase()
    if (token.kind === 'string' || !operators.has(operator)) throw invalidFilter(`unknown operator ${token.text}`)
    return operator
  }

  #parseLiteral(): Literal {
    const token = this.#take('a value')
    if (token.kind === 'string') return token.text
    if (token.kind === 'number') return Number(token.text)
    if (/^(true|false)$/i.test(token.text)) return token.text.toLowerCase() === 'true'
    throw invalidFilter(`unexpected ${token.text}`)
  }

  #parseService(): TraceFilter {
    this.#expect('(')
    const matches = this.#parseServiceMatch()
    this.#expect(')')
    if (!this.#takeIf('{')) return ({ trace }) => trace.services.some(matches)
    const inner = this.#parseOr()
    this.#expect('}')
    return ({ trace }) => trace.services.some((service) => matches(service) && inner({ trace, service }))
  }

  #parseServiceMatch(): (service: ServiceView) => boolean {
    const token = this.#peek()
    if (token?.kind === 'string') {
      this.#at += 1
      return ({ name }) => name === token.text
    }
    if (!this.#takeIf('ID')) return () => true
    this.#expect('(')
    const wanted: [string, string][] = []
    do {
      // "name:" is read as one word, because keys such as aws:api_stage may hold a colon.
      const key = this.#take('a name').text.replace(/:$/, '')
      this.#takeIf(':')
      wanted.push([key, this.#take('a value').text])
    } while (this.#takeIf(','))
    this.#expect(')')
    const keys: Record<string, (service: ServiceView) => string> = {
      name: ({ name }) => name,
      type: ({ type }) => type,
      'account.id': ({ accountId }) => accountId,
    }
    for (const [key] of wanted) if (!keys[key]) throw invalidFilter(`unknown property ${key}`)
    return (service) => wanted.every(([key, value]) => keys[key]?.(service) === value)
  }
}

/**
 * Compiles the common part of X-Ray's filter language: comparisons of responsetime, duration, http.*, user and
 * annotations, the keywords ok, error, fault, throttle and partial, service("name"){…} and service(id(…)){…},
 * AND, OR, ! and brackets. Anything else is an InvalidRequestException.
 */
export function parseFilterExpression(text: string | undefined): TraceFilter {
  return text === undefined || text.trim() === '' ? () => true : new FilterParser(text).parse()
}

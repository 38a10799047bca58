/** How values are compared; texts by all but the orders, numbers by all but the text operators. */
export type FilterOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'CONTAINS' | 'BEGINSWITH' | 'ENDSWITH'

export type FilterFlag = 'ok' | 'error' | 'fault' | 'throttle' | 'partial'
export type FilterNumber = 'responsetime' | 'duration' | 'http.status'
export type FilterText = 'http.url' | 'http.method'

/** An X-Ray filter expression as a tree. responsetime and duration are in seconds, as X-Ray has them. */
export type TraceFilter =
  | { kind: 'flag'; flag: FilterFlag }
  | { kind: 'number'; field: FilterNumber; operator: FilterOperator; value: number }
  | { kind: 'text'; field: FilterText; operator: FilterOperator; value: string }
  | { kind: 'annotation'; key: string; operator: FilterOperator; value: string | number | boolean }
  | { kind: 'service'; name: string }
  | { kind: 'and' | 'or'; left: TraceFilter; right: TraceFilter }
  | { kind: 'not'; inner: TraceFilter }

/** position: of the character that cannot be read, from 0. */
export type FilterResult =
  | { filter: TraceFilter; error: null }
  | { filter: null; error: { message: string; position: number } }

type Token = { kind: 'word' | 'text' | 'number' | 'sign' | 'end'; text: string; at: number }

class FilterSyntaxError extends Error {
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_][\w.:-]*)|(<=|>=|!=|[=<>!()[\]{},]))/y
const FLAGS: readonly string[] = ['ok', 'error', 'fault', 'throttle', 'partial']
const NUMBERS: readonly string[] = ['responsetime', 'duration', 'http.status']
const TEXTS: readonly string[] = ['http.url', 'http.method']
const ORDERS: readonly string[] = ['<', '<=', '>', '>=']
const TEXT_OPERATORS: readonly string[] = ['CONTAINS', 'BEGINSWITH', 'ENDSWITH']
const KNOWN =
  'ok, error, fault, throttle, partial, responsetime, duration, http.status, http.url, http.method, annotation[key] and service("name")'

/**
 * Parses X-Ray's filter expressions: comparisons, `service("name")`, AND, OR, `!` and parentheses; AND binds closer than OR.
 * What cannot be read is answered with its position. Follows "Using filter expressions" of the X-Ray documentation, of
 * which edge(), group and rootcause are left out.
 */
export function parseFilterExpression(expression: string): FilterResult {
  try {
    const parser = new Parser(tokenise(expression))
    const filter = parser.parseOr()
    parser.expectEnd()
    return { filter, error: null }
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error
    return { filter: null, error: { message: error.message, position: error.position } }
  }
}

function tokenise(expression: string): Token[] {
  const tokens: Token[] = []
  const end = expression.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(expression)
    if (match === null) {
      const at = from + (/^\s*/.exec(expression.slice(from))?.[0].length ?? 0)
      const open = expression[at] === '"' || expression[at] === "'"
      throw new FilterSyntaxError(open ? 'This text has no closing quote' : `${expression[at]} has no meaning here`, at)
    }
    const [, text, number, word, sign] = match
    const at = TOKEN.lastIndex - (text ?? number ?? word ?? sign ?? '').length
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replace(/\\(.)/g, '$1'), at })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at })
    else tokens.push({ kind: 'sign', text: sign ?? '', at })
  }
  return [...tokens, { kind: 'end', text: '', at: end }]
}

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  parseOr(): TraceFilter {
    let left = this.#parseAnd()
    while (this.#takeWord('OR')) left = { kind: 'or', left, right: this.#parseAnd() }
    return left
  }

  expectEnd(): void {
    const token = this.#peek()
    if (token.kind !== 'end') throw new FilterSyntaxError(`Expected AND, OR or the end before ${token.text}`, token.at)
  }

  #parseAnd(): TraceFilter {
    let left = this.#parseUnary()
    while (this.#takeWord('AND')) left = { kind: 'and', left, right: this.#parseUnary() }
    return left
  }

  #parseUnary(): TraceFilter {
    const token = this.#peek()
    this.#depth += 1
    if (this.#depth > 100) throw new FilterSyntaxError('The expression is nested too deeply', token.at)
    const filter = this.#parseInner()
    this.#depth -= 1
    return filter
  }

  #parseInner(): TraceFilter {
    if (this.#takeSign('!') || this.#takeWord('NOT')) return { kind: 'not', inner: this.#parseUnary() }
    if (!this.#takeSign('(')) return this.#parsePredicate()
    const inner = this.parseOr()
    this.#expectSign(')')
    return inner
  }

  #parsePredicate(): TraceFilter {
    const token = this.#next()
    const name = token.text.toLowerCase()
    if (token.kind !== 'word') throw new FilterSyntaxError(`Expected a condition: ${KNOWN}`, token.at)
    if (FLAGS.includes(name)) return this.#parseFlag(name as FilterFlag)
    if (NUMBERS.includes(name)) return this.#parseNumber(name as FilterNumber)
    if (TEXTS.includes(name)) return this.#parseText(name as FilterText)
    if (name === 'service') return this.#parseService()
    if (name === 'annotation') return this.#parseAnnotation(this.#parseKey())
    if (name.startsWith('annotation.')) return this.#parseAnnotation(token.text.slice('annotation.'.length))
    throw new FilterSyntaxError(`${token.text} is not supported. Use ${KNOWN}`, token.at)
  }

  /** A flag stands alone, or as X-Ray also writes it: fault = true. */
  #parseFlag(flag: FilterFlag): TraceFilter {
    const negated = this.#takeSign('!=')
    if (!negated && !this.#takeSign('=')) return { kind: 'flag', flag }
    const token = this.#next()
    const value = token.text.toLowerCase()
    if (value !== 'true' && value !== 'false') throw new FilterSyntaxError('Expected true or false', token.at)
    const filter: TraceFilter = { kind: 'flag', flag }
    return (value === 'true') === negated ? { kind: 'not', inner: filter } : filter
  }

  #parseNumber(field: FilterNumber): TraceFilter {
    const operator = this.#parseOperator('number')
    const token = this.#next()
    if (token.kind !== 'number') throw new FilterSyntaxError(`${field} is compared with a number`, token.at)
    return { kind: 'number', field, operator, value: Number(token.text) }
  }

  #parseText(field: FilterText): TraceFilter {
    const operator = this.#parseOperator('text')
    const token = this.#next()
    if (token.kind !== 'text')
      throw new FilterSyntaxError(`${field} is compared with a text in double quotes`, token.at)
    return { kind: 'text', field, operator, value: token.text }
  }

  #parseService(): TraceFilter {
    this.#expectSign('(')
    const token = this.#next()
    if (token.kind !== 'text') throw new FilterSyntaxError('service() takes a name in double quotes', token.at)
    this.#expectSign(')')
    const block = this.#peek()
    if (block.text === '{') throw new FilterSyntaxError('Conditions within a service are not supported', block.at)
    return { kind: 'service', name: token.text }
  }

  #parseKey(): string {
    this.#expectSign('[')
    const token = this.#next()
    if (token.kind !== 'word' && token.kind !== 'text') throw new FilterSyntaxError('Expected the key', token.at)
    this.#expectSign(']')
    return token.text
  }

  #parseAnnotation(key: string): TraceFilter {
    const at = this.#peek()
    const operator = this.#parseOperator('any')
    const token = this.#next()
    const value = annotationValue(token)
    if (value === null)
      throw new FilterSyntaxError('Expected a text in double quotes, a number, true or false', token.at)
    if (typeof value !== 'number' && ORDERS.includes(operator)) {
      throw new FilterSyntaxError(`${operator} compares numbers only`, at.at)
    }
    if (typeof value !== 'string' && TEXT_OPERATORS.includes(operator)) {
      throw new FilterSyntaxError(`${operator} compares texts only`, at.at)
    }
    return { kind: 'annotation', key, operator, value }
  }

  #parseOperator(of: 'number' | 'text' | 'any'): FilterOperator {
    const token = this.#next()
    const text = token.kind === 'word' ? token.text.toUpperCase() : token.text
    const isEquality = text === '=' || text === '!='
    const fits =
      isEquality || (of !== 'text' && ORDERS.includes(text)) || (of !== 'number' && TEXT_OPERATORS.includes(text))
    if ((token.kind === 'sign' || token.kind === 'word') && fits) return text as FilterOperator
    const choices = ['=', '!=', ...(of === 'text' ? [] : ORDERS), ...(of === 'number' ? [] : TEXT_OPERATORS)]
    throw new FilterSyntaxError(`Expected one of ${choices.join(' ')}`, token.at)
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', at: 0 }
  }

  #next(): Token {
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

function annotationValue({ kind, text }: Token): string | number | boolean | null {
  if (kind === 'text') return text
  if (kind === 'number') return Number(text)
  const word = text.toLowerCase()
  return word === 'true' || word === 'false' ? word === 'true' : null
}

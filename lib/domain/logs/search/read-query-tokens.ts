/** at: where it begins, from 0. A field has its name without the colon; its value follows as a token of its own. */
export type QueryToken = { kind: 'word' | 'phrase' | 'field' | 'sign' | 'end'; text: string; at: number }

export class LogQuerySyntaxError extends Error {
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

const FIELD = /(?:\$\.|@)?([A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*):(?=[^\s/])/y
const WORD = /[^\s()"]+/y
const SIGNS: readonly string[] = ['(', ')']
/* What begins like a field and is none. */
const NO_FIELDS: readonly string[] = ['arn', 'http', 'https', 's3']
/* These take a value in any case: without one they are not words. */
const OWN_FIELDS = /(level|function|request|stream):(?=\s|$|\/\/)/y
const QUOTE = '"'

/** The tokens of a query in their order, an end last. Throws LogQuerySyntaxError for a phrase that does not end. */
export function readQueryTokens(text: string): QueryToken[] {
  const tokens: QueryToken[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at] ?? ''
    if (/\s/.test(character)) at += 1
    else {
      const token = readToken(text, at, isAfterField(tokens, text, at))
      tokens.push(token)
      at = endOf(text, token)
    }
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }]
}

function readToken(text: string, at: number, isValue: boolean): QueryToken {
  const character = text[at] ?? ''
  if (SIGNS.includes(character)) return { kind: 'sign', text: character, at }
  if (character === QUOTE) return readPhrase(text, at)
  if (isValue) return { kind: 'word', text: matchAt(WORD, text, at)?.[0] ?? character, at }
  const next = text[at + 1] ?? ''
  if (character === '-' && next !== '' && !/[\s)]/.test(next)) return { kind: 'sign', text: '-', at }
  if (matchAt(OWN_FIELDS, text, at) !== null) {
    const [name = ''] = text.slice(at).split(':')
    throw new LogQuerySyntaxError(`${name}: needs a value right behind the colon`, at + name.length + 1)
  }
  const field = matchAt(FIELD, text, at)?.[1]
  if (field !== undefined && !NO_FIELDS.includes(field)) return { kind: 'field', text: field, at }
  return { kind: 'word', text: matchAt(WORD, text, at)?.[0] ?? character, at }
}

function readPhrase(text: string, at: number): QueryToken {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === '\\') end += 1
    else if (text[end] === QUOTE) return { kind: 'phrase', text: text.slice(at + 1, end), at }
  }
  throw new LogQuerySyntaxError('This phrase has no closing quote', at)
}

/** Where a token ends in the text; a phrase is written with its quotes, a field with its colon. */
function endOf(text: string, { kind, text: own, at }: QueryToken): number {
  if (kind === 'phrase') return at + own.length + 2
  if (kind === 'field') return at + (matchAt(FIELD, text, at)?.[0].length ?? own.length + 1)
  return at + own.length
}

function isAfterField(tokens: readonly QueryToken[], text: string, at: number): boolean {
  const last = tokens.at(-1)
  return last?.kind === 'field' && endOf(text, last) === at
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

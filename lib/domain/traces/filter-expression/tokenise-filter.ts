/** text: of a text without its quotes, of JSON as it is written. at: its first character, from 0. */
export type FilterToken = {
  kind: 'word' | 'text' | 'number' | 'sign' | 'key' | 'json' | 'end'
  text: string
  at: number
}

/** What cannot be read of an expression, and the character (from 0) at which that shows. */
export class FilterSyntaxError extends Error {
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.position = position
  }
}

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|([aA]nnotation\[\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*|((?!["'])[^\]]*))\])|([A-Za-z_][\w.:$]*)|(<=|>=|!=|[=<>!()[\]{},]))/y
const OPENING = new Set(['[', '{'])
const CLOSING = new Set([']', '}'])

/** Takes an expression apart, with an end as the last token. Throws FilterSyntaxError. */
export function tokeniseFilter(expression: string): FilterToken[] {
  const tokens: FilterToken[] = []
  const end = expression.trimEnd().length
  for (let from = 0; from < end; ) {
    TOKEN.lastIndex = from
    const match = TOKEN.exec(expression)
    const at = from + (/^\s*/.exec(expression.slice(from))?.[0].length ?? 0)
    if (match !== null) {
      tokens.push(tokenOf(match, at))
      from = TOKEN.lastIndex
    } else if (expression[at] === '#') {
      const text = readJson(expression, at)
      tokens.push({ kind: 'json', text, at })
      from = at + 1 + text.length
    } else throw new FilterSyntaxError(explain(expression, at), at)
  }
  return [...tokens, { kind: 'end', text: '', at: end }]
}

function tokenOf([, text, number, annotation, quoted, key, word, sign]: RegExpExecArray, at: number): FilterToken {
  if (text !== undefined) return { kind: 'text', text: unquote(text), at }
  if (number !== undefined) return { kind: 'number', text: number, at }
  if (annotation !== undefined) {
    return { kind: 'key', text: quoted === undefined ? (key ?? '').trim() : unquote(quoted), at }
  }
  if (word !== undefined) return { kind: 'word', text: word, at }
  return { kind: 'sign', text: sign ?? '', at }
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, '$1')
}

function explain(expression: string, at: number): string {
  const first = expression[at] ?? ''
  if (first === '"' || first === "'") return 'This text has no closing quote'
  const word = /^[\w.-]+/.exec(expression.slice(at))?.[0] ?? first
  return `${word} has no meaning here`
}

/** The JSON behind a #: up to where its brackets are closed. */
function readJson(expression: string, at: number): string {
  let depth = 0
  for (let index = at + 1; index < expression.length; index += 1) {
    const character = expression[index] ?? ''
    if (character === '"') {
      index += 1
      while (index < expression.length && expression[index] !== '"') index += expression[index] === '\\' ? 2 : 1
    } else if (OPENING.has(character)) depth += 1
    else if (CLOSING.has(character)) depth -= 1
    else if (depth === 0 && !/\s/.test(character)) break
    if (depth === 0 && CLOSING.has(character)) return expression.slice(at + 1, index + 1)
  }
  throw new FilterSyntaxError('Expected JSON in brackets after #, all of them closed', at)
}

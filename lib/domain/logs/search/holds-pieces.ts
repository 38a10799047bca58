import { holdsText } from '@/lib/domain/logs/search/holds-text'
import { isWordChar, isWordStart } from '@/lib/domain/logs/search/words-of'

/* A star stands for no space, and ends where a value in JSON does. */
const RUN = /[^\s"]+/g

/**
 * Whether a line holds these pieces one after another within one run of characters, as a word with stars between them; one
 * piece alone as whole words. In one pass, however many stars there are.
 */
export function holdsPieces(text: string, pieces: readonly string[]): boolean {
  const [only = ''] = pieces
  if (pieces.length === 1) return holdsText(text, only)
  if (!pieces.every((piece) => text.includes(piece))) return false
  return [...text.matchAll(RUN)].some(({ 0: run, index }) => holdsInRun(text, { run, from: index }, pieces))
}

/** A name against a pattern whose stars stand for anything. */
export function isLike(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return name === pattern
  const end = name.length - last.length
  if (!name.startsWith(first) || !name.endsWith(last) || end < first.length) return false
  const at = afterAll(name, rest, first.length)
  return at !== null && at <= end
}

/** The first place where the first piece fits leaves the most room for the others. */
function holdsInRun(text: string, { run, from }: { run: string; from: number }, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces
  const last = rest.pop() ?? ''
  const start = placeOf(run, first, 0, (at) => first === '' || !isWordAt(first, 0) || isWordStart(text, from + at))
  const at = start === null ? null : afterAll(run, rest, start + first.length)
  if (at === null) return false
  const isEnd = (place: number) => {
    const end = place + last.length
    return last === '' || !isWordAt(last, last.length - 1) || !isWordAt(run, end)
  }
  return placeOf(run, last, at, isEnd) !== null
}

function placeOf(run: string, piece: string, from: number, fits: (at: number) => boolean): number | null {
  for (let at = run.indexOf(piece, from); at >= 0 && at <= run.length; at = run.indexOf(piece, at + 1)) {
    if (fits(at)) return at
    if (at === run.length) return null
  }
  return null
}

/** Where the last of the pieces ends, each after the one before; null where one is missing. */
function afterAll(text: string, pieces: readonly string[], from: number): number | null {
  let at = from
  for (const piece of pieces) {
    const found = text.indexOf(piece, at)
    if (found < 0) return null
    at = found + piece.length
  }
  return at
}

function isWordAt(text: string, at: number): boolean {
  return at < text.length && isWordChar(text.charCodeAt(at))
}

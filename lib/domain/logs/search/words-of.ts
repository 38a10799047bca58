const UUID = /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/y
const UUID_LENGTH = 36
const UUID_FIRST = 8
const HYPHEN = 45
const BACKSLASH = 92
const LETTER_U = 117
/* n r t b f: behind a backslash, as JSON writes what is no letter, they are no letters of a word. */
const ESCAPES: ReadonlySet<number> = new Set([110, 114, 116, 98, 102])
const UNICODE = /[0-9a-fA-F]{4}/y
const LONGEST_ESCAPE = 6

/** Letters and digits of ASCII, the underscore, and everything beyond ASCII. */
export function isWordChar(code: number): boolean {
  return (
    code >= 128 ||
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95
  )
}

/**
 * Hands over the words of a line, one by one and with repeats: runs of word characters; a UUID is one word. Escapes of
 * JSON part words, as the characters that they stand for do.
 */
export function wordsOf(text: string, visit: (word: string) => void): void {
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at += escapeLength(text, at)
    else if (!isWordChar(code)) at += 1
    else {
      const end = endOfWord(text, at)
      visit(text.slice(at, end))
      at = end
    }
  }
}

/** Whether a word may begin at `at`: neither what stands before nor an escape of JSON reaches into it. */
export function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true
  for (let back = 1; back <= LONGEST_ESCAPE && back <= at; back += 1) {
    if (!isEscape(text, at - back)) continue
    const length = escapeLength(text, at - back)
    if (length >= back) return length === back
  }
  return !isWordChar(text.charCodeAt(at - 1))
}

function endOfWord(text: string, start: number): number {
  let end = start + 1
  while (end < text.length && isWordChar(text.charCodeAt(end))) end += 1
  if (end - start !== UUID_FIRST || text.charCodeAt(end) !== HYPHEN) return end
  UUID.lastIndex = start
  const isUuid = UUID.test(text) && !isWordChar(text.charCodeAt(start + UUID_LENGTH))
  return isUuid ? start + UUID_LENGTH : end
}

/** How many characters stand for one behind this backslash. */
function escapeLength(text: string, at: number): number {
  const next = text.charCodeAt(at + 1)
  if (next !== LETTER_U) return next === BACKSLASH || ESCAPES.has(next) ? 2 : 1
  UNICODE.lastIndex = at + 2
  return UNICODE.test(text) ? LONGEST_ESCAPE : 2
}

/** Whether a backslash stands there that no other one escapes. */
function isEscape(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== BACKSLASH) return false
  let before = 0
  while (text.charCodeAt(at - 1 - before) === BACKSLASH) before += 1
  return before % 2 === 0
}

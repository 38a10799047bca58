import { isWordChar, isWordStart } from '@/lib/domain/logs/search/words-of'

const UUID = /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/g
const HYPHEN = '-'
const UUID_LENGTH = 36

/**
 * Whether a line holds this text as whole words, in this case: "time" is not in "timeout". A UUID is one word, so that no
 * part of it is found. Whatever it finds has all words (`wordsOf`) of the text.
 */
export function holdsText(line: string, text: string): boolean {
  const [first, last] = [isWordChar(text.charCodeAt(0)), isWordChar(text.charCodeAt(text.length - 1))]
  for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) {
    const end = at + text.length
    if (first && !isWordStart(line, at)) continue
    if (last && end < line.length && isWordChar(line.charCodeAt(end))) continue
    if (!isPartOfUuid(line, at, end)) return true
  }
  return false
}

function isPartOfUuid(line: string, start: number, end: number): boolean {
  if (![start - 1, start, end - 1, end].some((at) => line[at] === HYPHEN)) return false
  const from = Math.max(0, start - UUID_LENGTH)
  for (const { index, 0: uuid } of line.slice(from, end + UUID_LENGTH).matchAll(UUID)) {
    const [first, after] = [from + index, from + index + uuid.length]
    const isWhole = isWordStart(line, first) && !(after < line.length && isWordChar(line.charCodeAt(after)))
    if (isWhole && ((start > first && start < after) || (end > first && end < after))) return true
  }
  return false
}

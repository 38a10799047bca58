import { wordsOf } from '@/lib/domain/logs/search/words-of'

/** Lines that say the same in other words of the same shape. tokens: the mark <*> where they differ. */
export type LinePattern<Line> = { tokens: string[]; lines: Line[] }

const MARK = '<*>'

const MOST_TOKENS = 160
/* Spaces, the signs that part fields and values, and what stands between them. */
const TOKEN = /\s+|[,"{}[\]:=]+|[^\s,"{}[\]:=]+/g
const MOST_GROUPS_OF_SHAPE = 200
/* Of the words: signs have to be the same, and what is masked already says nothing. */
const ALIKE = 0.7
const MOST_MARKED = 0.5
const SIGNS = /^[\s,"{}[\]:=]+$/
const MASKED = /^<\w+>$/
const SHORTEST_WORD = 3
/* The rules in their order: what one has masked, the next leaves alone. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>'],
  [/\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<ip>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '<hex>'],
  [/\d+(?:\.\d+)?/g, '<n>'],
]

/** A line with marks for its IDs, times, addresses, hexadecimal and decimal numbers. */
export function maskLine(message: string): string {
  return MASKS.reduce((text, [pattern, mark]) => text.replace(pattern, mark), message.trim())
}

/** The masked line in pieces that make it up again; of a long line the beginning. */
export function tokensOf(message: string): string[] {
  return (maskLine(message).match(TOKEN) ?? []).slice(0, MOST_TOKENS).map((token) => (/^\s/.test(token) ? ' ' : token))
}

/** Whether a line could be one of a pattern: in the same signs, as many words, and seven in ten of them the same. */
export function isAlike(pattern: readonly string[], tokens: readonly string[]): boolean {
  if (pattern.length !== tokens.length) return false
  let [words, others] = [0, 0]
  for (const [at, token] of pattern.entries()) {
    const isSame = token === tokens[at] || token === MARK
    const isSign = SIGNS.test(token) || SIGNS.test(tokens[at] ?? '')
    if (isSign && !isSame) return false
    if (isSame && (isSign || MASKED.test(token))) continue
    words += 1
    if (!isSame) others += 1
  }
  return others === 0 || (words - others) / words >= ALIKE
}

/** A pattern and a line as one: a mark where they differ. */
function merge(pattern: readonly string[], tokens: readonly string[]): string[] {
  return pattern.map((token, at) => (token === tokens[at] ? token : MARK))
}

/** Whether a pattern still says something: not more than half of its words are marks. */
function isTelling(tokens: readonly string[]): boolean {
  const words = tokens.filter((token) => !SIGNS.test(token) && !MASKED.test(token))
  const marks = words.filter((token) => token === MARK)
  return marks.length <= words.length * MOST_MARKED
}

/** Words that every line of a pattern has, the longest first: of whole tokens, away from marks. */
export function patternWords(tokens: readonly string[], most: number): string[] {
  const words = new Set<string>()
  for (const [at, token] of tokens.entries()) {
    const isBeside = [tokens[at - 1], token, tokens[at + 1]].some((one) => /[<\\]/.test(one ?? ''))
    if (!isBeside) wordsOf(token, (word) => word.length >= SHORTEST_WORD && words.add(word))
  }
  return [...words].sort((left, right) => right.length - left.length).slice(0, most)
}

/** Groups lines by what they say, the largest groups first. Follows Drain (He et al., 2017), with a flat tree. */
export function groupPatterns<Line extends { message: string }>(lines: readonly Line[]): LinePattern<Line>[] {
  const byShape = new Map<string, LinePattern<Line>[]>()
  for (const line of lines) {
    const tokens = tokensOf(line.message)
    const shape = `${tokens.length} ${tokens[0]}`
    const isFitting = (group: LinePattern<Line>) =>
      isAlike(group.tokens, tokens) && isTelling(merge(group.tokens, tokens))
    const groups = byShape.get(shape) ?? []
    byShape.set(shape, groups)
    const group = groups.find(isFitting) ?? addGroup(groups, tokens)
    group.tokens = merge(group.tokens, tokens)
    group.lines.push(line)
  }
  return [...byShape.values()].flat().sort((left, right) => right.lines.length - left.lines.length)
}

/** A shape of which there are too many kinds gets one last group for all others. */
function addGroup<Line>(groups: LinePattern<Line>[], tokens: string[]): LinePattern<Line> {
  const last = groups.at(-1)
  if (groups.length >= MOST_GROUPS_OF_SHAPE && last !== undefined) return last
  const group = { tokens, lines: [] }
  groups.push(group)
  return group
}

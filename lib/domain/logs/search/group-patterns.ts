import { wordsOf } from '@/lib/domain/logs/search/words-of'

/** Lines that say the same in other words of the same shape. tokens: a mark (`MARK`) where they differ. */
export type LinePattern<Line> = { tokens: string[]; lines: Line[] }

export const MARK = '<*>'

const MOST_TOKENS = 160
/* Spaces, the signs that part fields and values, and what stands between them. */
const TOKEN = /\s+|[,"{}[\]:=]+|[^\s,"{}[\]:=]+/g
const MOST_GROUPS_OF_SHAPE = 200
const ALIKE = 0.7
const SHORTEST_WORD = 3
/* The rules in their order: what one has masked, the next leaves alone. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
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

/** Whether a line could be one of a pattern: as many tokens, the first alike, and seven in ten of all. */
export function isAlike(pattern: readonly string[], tokens: readonly string[]): boolean {
  if (pattern.length !== tokens.length || pattern[0] !== tokens[0]) return false
  const same = pattern.reduce((sum, token, at) => sum + (token === MARK || token === tokens[at] ? 1 : 0), 0)
  return pattern.length === 0 || same / pattern.length >= ALIKE
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
    const groups = byShape.get(shape) ?? []
    byShape.set(shape, groups)
    const group = groups.find((one) => isAlike(one.tokens, tokens)) ?? addGroup(groups, tokens)
    group.tokens = group.tokens.map((token, at) => (token === tokens[at] ? token : MARK))
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

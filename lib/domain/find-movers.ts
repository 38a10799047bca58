/** What a function did in one window. durationP95Ms: ms; costUsd: dollars. null: not known. */
export type FunctionFigures = {
  invocations: number | null
  errors: number | null
  throttles: number | null
  durationP95Ms: number | null
  costUsd: number | null
}

export type MoverFigure = keyof FunctionFigures

/** One figure that moved, before and now. */
export type Move = { figure: MoverFigure; before: number; now: number; score: number }

export type Mover<Subject> = { subject: Subject; moves: Move[]; score: number }

type Rule = {
  figure: MoverFigure
  /** How much more a move of this figure matters. */
  weight: number
  /** Added to both sides, so that a move between small numbers is small. */
  ground: number
  /** What lets a move count: the larger side reaches it. */
  least: number
  /** Falls matter as well as rises. */
  both: boolean
}

const RULES: readonly Rule[] = [
  { figure: 'errors', weight: 4, ground: 5, least: 5, both: false },
  { figure: 'throttles', weight: 3, ground: 5, least: 5, both: false },
  { figure: 'durationP95Ms', weight: 2, ground: 20, least: 50, both: false },
  { figure: 'invocations', weight: 1, ground: 50, least: 100, both: true },
  { figure: 'costUsd', weight: 1.5, ground: 0.01, least: 0.01, both: false },
]
/** A percentile of fewer invocations is noise. */
export const LEAST_FOR_P95 = 30
/** Below a change of a third nothing is said. */
const LEAST_RATIO = 4 / 3

/**
 * The subjects that moved most between two windows, most first. A move is a figure that grew (invocations: or fell) by at
 * least a third over numbers that are not small; its score is weight × log2 of the ratio, each side raised by a ground.
 */
export function findMovers<Subject>(
  pairs: readonly { subject: Subject; before: FunctionFigures; now: FunctionFigures }[],
  most: number,
): Mover<Subject>[] {
  return pairs
    .map(({ subject, before, now }) => {
      const moves = RULES.flatMap((rule) => moveOf(rule, before, now)).sort((a, b) => b.score - a.score)
      return { subject, moves, score: moves[0]?.score ?? 0 }
    })
    .filter(({ moves }) => moves.length > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
}

function moveOf(rule: Rule, before: FunctionFigures, now: FunctionFigures): Move[] {
  const [was, is] = [before[rule.figure], now[rule.figure]]
  if (was === null || is === null || Math.max(was, is) < rule.least) return []
  if (rule.figure === 'durationP95Ms' && Math.min(before.invocations ?? 0, now.invocations ?? 0) < LEAST_FOR_P95)
    return []
  const ratio = (is + rule.ground) / (was + rule.ground)
  const size = rule.both ? Math.max(ratio, 1 / ratio) : ratio
  if (size < LEAST_RATIO) return []
  return [{ figure: rule.figure, before: was, now: is, score: rule.weight * Math.log2(size) }]
}

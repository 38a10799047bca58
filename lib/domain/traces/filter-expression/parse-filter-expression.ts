import { type FilterHope, FilterParser } from '@/lib/domain/traces/filter-expression/filter-parser'
import type { TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'
import { FilterSyntaxError, tokeniseFilter } from '@/lib/domain/traces/filter-expression/tokenise-filter'

/** position: of the character that cannot be read, from 0. */
export type FilterResult =
  | { filter: TraceFilter; error: null }
  | { filter: null; error: { message: string; position: number } }

const LONGEST = 20_000

/**
 * Parses X-Ray's filter expressions: comparisons and keywords, service(), edge(), annotations, root causes, AND, OR, ! and
 * parentheses; AND (or nothing) between conditions binds closer than OR. What cannot be read is answered with its
 * position. Follows "Use filter expressions" of the X-Ray documentation, without group, which AWS alone can resolve.
 */
export function parseFilterExpression(expression: string): FilterResult {
  if (expression.length > LONGEST) {
    return { filter: null, error: { message: `An expression has ${LONGEST} characters at most`, position: LONGEST } }
  }
  try {
    return { filter: new FilterParser(tokeniseFilter(expression)).parse(), error: null }
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error
    return { filter: null, error: { message: error.message, position: error.position } }
  }
}

/** What may follow at the end of a text that is not finished; nothing where it cannot be read up to there. */
export function listFilterHopes(text: string): readonly FilterHope[] {
  try {
    const parser = new FilterParser(tokeniseFilter(text))
    try {
      parser.parse()
    } catch (error) {
      if (!(error instanceof FilterSyntaxError)) throw error
    }
    return parser.hopes
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error
    return []
  }
}

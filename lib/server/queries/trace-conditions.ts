import { termOf } from '@/lib/domain/traces/facts/terms'
import { type FactsAsked, factsAsked } from '@/lib/domain/traces/filter-expression/facts-asked'
import { listCandidateTerms } from '@/lib/domain/traces/filter-expression/list-candidate-terms'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { AppError } from '@/lib/server/app-error'
import type { QualifierTraces } from '@/lib/server/queries/get-qualifier-traces'
import { qualifierSql } from '@/lib/server/queries/qualifier-sql'
import { type AddParameter, candidateSql, traceFilterSql } from '@/lib/server/queries/trace-filter-sql'

/** qualified: of functionName alone, and what its qualifier's traces are told by. */
export type TraceChoice = {
  filter?: string | undefined
  functionName?: string | undefined
  qualified?: QualifierTraces | null | undefined
}

/**
 * exact: what a trace t has to meet; filter: of it what the filter asks for, null without one. candidates: adds what an
 * index answers of that to the statement; null when nothing is left out by it. asked: what the filter has to know.
 */
export type TraceConditions = {
  exact: string[]
  filter: string | null
  candidates: (() => string) | null
  asked: FactsAsked
}

/**
 * What is asked of traces as conditions on a row t. Throws BAD_REQUEST with the position for a filter that cannot be read.
 */
export function traceConditions(choice: TraceChoice, add: AddParameter): TraceConditions {
  const { functionName, qualified, filter: expression = '' } = choice
  const exact: string[] = []
  const candidates: (() => string)[] = []
  let filter: string | null = null
  let asked: FactsAsked = 'columns'
  if (functionName !== undefined) {
    const named = `t.function_names @> array[${add(functionName)}::text]`
    exact.push(named)
    candidates.push(() => named)
  }
  if (qualified) {
    exact.push(qualifierSql(qualified, add))
    const called = termOf('qualifier', qualified.functionName, qualified.qualifier)
    if (qualified.ran.length === 0) candidates.push(() => candidateSql([[called]], add))
  }
  if (expression.trim() !== '') {
    const tree = readFilter(expression)
    filter = traceFilterSql(tree, add)
    exact.push(filter)
    asked = factsAsked(tree)
    const terms = listCandidateTerms(tree)
    if (terms.length > 0) candidates.push(() => candidateSql(terms, add))
  }
  const all = () => candidates.map((candidate) => candidate()).join(' and ')
  return { exact, filter, candidates: candidates.length === 0 ? null : all, asked }
}

function readFilter(expression: string) {
  const { filter, error } = parseFilterExpression(expression)
  if (filter !== null) return filter
  const message = `The filter cannot be read at character ${error.position + 1}: ${error.message}.`
  throw new AppError('BAD_REQUEST', message, { position: error.position })
}

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
 * exact: what a trace t has to meet. candidates: adds what an index answers of that to the statement; null when nothing is
 * left out by it. asked: what has to be known of a trace for it; askedByFilter: for the filter alone.
 */
export type TraceConditions = {
  exact: string[]
  candidates: (() => string) | null
  asked: FactsAsked
  askedByFilter: FactsAsked
}

/**
 * What is asked of traces as conditions on a row t. Throws BAD_REQUEST with the position for a filter that cannot be read.
 */
export function traceConditions(choice: TraceChoice, add: AddParameter): TraceConditions {
  const { functionName, qualified, filter = '' } = choice
  const exact: string[] = []
  const candidates: (() => string)[] = []
  let askedByFilter: FactsAsked = 'columns'
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
  if (filter.trim() !== '') {
    const tree = readFilter(filter)
    exact.push(traceFilterSql(tree, add))
    askedByFilter = factsAsked(tree)
    const terms = listCandidateTerms(tree)
    if (terms.length > 0) candidates.push(() => candidateSql(terms, add))
  }
  const all = () => candidates.map((candidate) => candidate()).join(' and ')
  const asked = functionName === undefined ? askedByFilter : 'documents'
  return { exact, candidates: candidates.length === 0 ? null : all, asked, askedByFilter }
}

function readFilter(expression: string) {
  const { filter, error } = parseFilterExpression(expression)
  if (filter !== null) return filter
  const message = `The filter cannot be read at character ${error.position + 1}: ${error.message}.`
  throw new AppError('BAD_REQUEST', message, { position: error.position })
}

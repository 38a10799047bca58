import { isVersionName } from '@/lib/domain/route-traffic'
import { termOf } from '@/lib/domain/traces/facts/terms'
import { type FactsAsked, factsAsked } from '@/lib/domain/traces/filter-expression/facts-asked'
import { listCandidateTerms } from '@/lib/domain/traces/filter-expression/list-candidate-terms'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { AppError } from '@/lib/server/app-error'
import { qualifierSql } from '@/lib/server/queries/qualifier-sql'
import { type AddParameter, candidateSql, traceFilterSql } from '@/lib/server/queries/trace-filter-sql'

export type TraceChoice = {
  filter?: string | undefined
  functionName?: string | undefined
  qualifier?: string | undefined
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
 * What is asked of traces as conditions on a row t. A qualifier is judged by qualifierSql; of an alias, whose versions are
 * not looked up, by the ARN alone. Throws BAD_REQUEST with the position for a filter that cannot be read.
 */
export function traceConditions(choice: TraceChoice, add: AddParameter): TraceConditions {
  const { functionName, qualifier, filter = '' } = choice
  const exact: string[] = []
  const candidates: (() => string)[] = []
  let askedByFilter: FactsAsked = 'columns'
  if (functionName !== undefined) {
    const named = `t.function_names @> array[${add(functionName)}::text]`
    exact.push(named)
    candidates.push(() => named)
  }
  if (qualifier !== undefined) {
    if (functionName === undefined) {
      throw new AppError('BAD_REQUEST', 'A qualifier is one of a function: name it with functionName.')
    }
    const isVersion = isVersionName(qualifier)
    exact.push(qualifierSql({ functionName, qualifier, versions: isVersion ? [qualifier] : [] }, add))
    if (!isVersion) candidates.push(() => candidateSql([[termOf('qualifier', functionName, qualifier)]], add))
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

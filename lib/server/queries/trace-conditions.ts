import { isVersionName } from '@/lib/domain/route-traffic'
import { termOf } from '@/lib/domain/traces/facts/terms'
import { type FactsAsked, factsAsked } from '@/lib/domain/traces/filter-expression/facts-asked'
import { listCandidateTerms } from '@/lib/domain/traces/filter-expression/list-candidate-terms'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { AppError } from '@/lib/server/app-error'
import { literal } from '@/lib/server/queries/trace-filter-path'
import { type AddParameter, candidateSql, traceFilterSql } from '@/lib/server/queries/trace-filter-sql'

export type TraceChoice = {
  filter?: string | undefined
  functionName?: string | undefined
  qualifier?: string | undefined
}

/**
 * exact: what a trace t has to meet. candidates: adds what an index answers of that to the statement; null when nothing is
 * left out by it. asked: what has to be known of a trace for it.
 */
export type TraceConditions = { exact: string[]; candidates: (() => string) | null; asked: FactsAsked }

const RAN_VERSION = (name: string, version: string) => `exists (
  select from trace_function x
    join lambda_function f on f.id = x.function_id and f.name = ${name}::text
    join invocation i on i.function_id = x.function_id and i.version = ${version}::text
     and i.request_id = case when x.request_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then x.request_id::uuid end
     and i.started_at >= t.started_at - interval '1 hour' and i.started_at < t.started_at + interval '1 hour'
   where x.trace_id = t.id and x.account_region_id = t.account_region_id)`

/**
 * What is asked of traces as conditions on a row t. A version is that which log lines say ran, or the ARN of the segment; an
 * alias is known from the ARN alone. Throws BAD_REQUEST with the position for a filter that cannot be read.
 */
export function traceConditions(choice: TraceChoice, add: AddParameter): TraceConditions {
  const { functionName, qualifier, filter = '' } = choice
  const exact: string[] = []
  const candidates: (() => string)[] = []
  let asked: FactsAsked = functionName === undefined ? 'columns' : 'documents'
  if (functionName !== undefined) {
    const named = `t.function_names @> array[${add(functionName)}::text]`
    exact.push(named)
    candidates.push(() => named)
  }
  if (qualifier !== undefined) {
    if (functionName === undefined) {
      throw new AppError('BAD_REQUEST', 'A qualifier is one of a function: name it with functionName.')
    }
    const called = `t.facts @? ${add(`$.q[*] ? (@.n == ${literal(functionName)} && @.q == ${literal(qualifier)})`)}::jsonpath`
    const isVersion = isVersionName(qualifier)
    exact.push(
      isVersion ? `(${called} or ${RAN_VERSION(add(functionName), add(qualifier))})` : `coalesce(${called}, false)`,
    )
    if (!isVersion) candidates.push(() => candidateSql([[termOf('qualifier', functionName, qualifier)]], add))
  }
  if (filter.trim() !== '') {
    const tree = readFilter(filter)
    exact.push(traceFilterSql(tree, add))
    if (asked === 'columns') asked = factsAsked(tree)
    const terms = listCandidateTerms(tree)
    if (terms.length > 0) candidates.push(() => candidateSql(terms, add))
  }
  const all = () => candidates.map((candidate) => candidate()).join(' and ')
  return { exact, candidates: candidates.length === 0 ? null : all, asked }
}

function readFilter(expression: string) {
  const { filter, error } = parseFilterExpression(expression)
  if (filter !== null) return filter
  const message = `The filter cannot be read at character ${error.position + 1}: ${error.message}.`
  throw new AppError('BAD_REQUEST', message, { position: error.position })
}

import type { ListInvocationsRequest, ResultFilter } from '@/lib/contracts/invocations'
import { FAILED_RESULTS } from '@/lib/domain/add-rollups'
import { MEMORY_BANDS } from '@/lib/domain/invocations/memory-bands'
import { TYPE_OF_CLASS } from '@/lib/domain/issues/identify-issue'

/** Values of the statement's parameters, in order: $1, $2, … */
export type Parameters = { values: unknown[]; add(value: unknown): string }

export type InvocationFilter = Pick<
  ListInvocationsRequest,
  | ('result' | 'start' | 'errorType' | 'memory' | 'memorySizeMb' | 'traced')
  | ('tenantId' | 'minDurationMs' | 'maxDurationMs')
>

/** The share of Memory Size that an invocation i used; null where either is not known. */
export const MEMORY_SHARE = 'i.max_memory_used_mb::float8 / nullif(i.memory_mb, 0)'

/** The error type of an invocation i as its issue is called (identifyIssue); null where it did not fail. */
export const ERROR_TYPE = `case i.result when 'timeout' then '${TYPE_OF_CLASS.timeout}'
  when 'out-of-memory' then '${TYPE_OF_CLASS['out-of-memory']}'
  when 'error' then ${plainTypeOr(TYPE_OF_CLASS.error)} when 'init-error' then ${plainTypeOr(TYPE_OF_CLASS['init-error'])} end`

/** Starts a statement's parameters with the given ones. */
export function createParameters(values: unknown[]): Parameters {
  return { values, add: (value) => `$${values.push(value)}` }
}

/** The results that a filter means; null: all. */
export function resultsOf(filter: ResultFilter | undefined): readonly string[] | null {
  if (filter === undefined) return null
  return filter === 'failed' ? FAILED_RESULTS : [filter]
}

/** Versions of a qualifier that are also the chosen one. */
export function narrowVersions(versions: string[] | 'all', chosen: string | undefined): string[] | 'all' {
  if (chosen === undefined) return versions
  return versions === 'all' || versions.includes(chosen) ? [chosen] : []
}

/** Whether only invocations that are no success can meet the filter: an index holds those alone. */
export function isOfFailures({ result, errorType }: InvocationFilter): boolean {
  return (result !== undefined && result !== 'success') || errorType !== undefined
}

/** What an invocation i must meet. */
export function filterConditions(
  filter: InvocationFilter,
  versions: readonly string[] | 'all',
  parameters: Parameters,
): string[] {
  const { start, errorType, memory, memorySizeMb, traced, tenantId, minDurationMs, maxDurationMs } = filter
  const results = resultsOf(filter.result)
  const conditions: string[] = []
  if (versions !== 'all') conditions.push(`i.version = any(${parameters.add(versions)}::text[])`)
  // Said beside the results so that the partial index of failures is used.
  if (isOfFailures(filter)) conditions.push(`i.result <> 'success'`)
  if (results !== null) conditions.push(`i.result = any(${parameters.add(results)}::text[])`)
  if (start !== undefined) conditions.push(start === 'cold' ? 'i.cold_start' : 'not i.cold_start')
  if (errorType !== undefined) conditions.push(`${ERROR_TYPE} = ${parameters.add(errorType)}::text`)
  if (memory !== undefined) {
    const { from, to } = MEMORY_BANDS[memory]
    conditions.push(`${MEMORY_SHARE} >= ${parameters.add(from)}::float8`)
    conditions.push(`${MEMORY_SHARE} < ${parameters.add(to)}::float8`)
  }
  if (memorySizeMb !== undefined) conditions.push(`i.memory_mb = ${parameters.add(memorySizeMb)}::int`)
  if (traced !== undefined) conditions.push(`i.trace_id is ${traced === 'yes' ? 'not null' : 'null'}`)
  if (tenantId !== undefined) conditions.push(`i.tenant_id = ${parameters.add(tenantId)}::text`)
  if (minDurationMs !== undefined) conditions.push(`i.duration_ms > ${parameters.add(minDurationMs)}::float8`)
  if (maxDurationMs !== undefined) conditions.push(`i.duration_ms <= ${parameters.add(maxDurationMs)}::float8`)
  return conditions
}

function plainTypeOr(nameless: string): string {
  const unwrapped = `regexp_replace(regexp_replace(i.error_type, '^Function<(.+)>$', '\\1'), '^Runtime\\.', '')`
  return `coalesce(nullif(left(${unwrapped}, 200), ''), '${nameless}')`
}

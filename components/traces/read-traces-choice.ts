import { parseScope } from '@/lib/client/place'
import { readRange } from '@/lib/client/range-param'
import type { TracesChoice } from '@/lib/client/traces-options'
import type { TraceSort } from '@/lib/contracts/traces'

const SORTS = ['newest', 'oldest', 'slowest', 'fastest', 'failed', 'largest'] as const satisfies readonly TraceSort[]

type ParamReader = { get(name: string): string | null }

/** Which traces a URL asks for. */
export function readTracesChoice(params: ParamReader): TracesChoice {
  return {
    range: readRange(params),
    scope: parseScope(params.get('scope') ?? ''),
    filter: params.get('filter') || null,
    functionName: params.get('functionName') || null,
    qualifier: params.get('qualifier') || null,
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'newest',
  }
}

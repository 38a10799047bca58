import type { IssuesChoice } from '@/lib/client/issues-options'
import { parseScope } from '@/lib/client/place'
import { readRange } from '@/lib/client/range-param'

type ParamReader = { get(name: string): string | null }

export const STATE_TABS = [
  { value: 'active', label: 'Active' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'ignored', label: 'Ignored' },
  { value: 'all', label: 'All' },
] as const
export const CLASS_TABS = [
  { value: 'all', label: 'All' },
  { value: 'error', label: 'Errors' },
  { value: 'timeout', label: 'Timeouts' },
  { value: 'out-of-memory', label: 'Out of memory' },
  { value: 'init-error', label: 'Init errors' },
] as const
const SORTS = ['lastSeen', 'newest', 'count'] as const

/** Which issues a URL asks for; the active ones unless it says otherwise. */
export function readIssuesChoice(params: ParamReader): IssuesChoice {
  const state = STATE_TABS.find(({ value }) => value === params.get('state'))?.value ?? 'active'
  const issueClass = CLASS_TABS.find(({ value }) => value === params.get('class'))?.value ?? 'all'
  return {
    range: readRange(params),
    scope: parseScope(params.get('scope') ?? ''),
    state: state === 'all' ? null : state,
    class: issueClass === 'all' ? null : issueClass,
    functionName: params.get('functionName') || null,
    qualifier: params.get('qualifier') || null,
    search: params.get('q') || null,
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'lastSeen',
  }
}

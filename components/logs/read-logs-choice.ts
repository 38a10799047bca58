import type { LogsChoice } from '@/lib/client/logs-options'
import { parseScope } from '@/lib/client/place'
import { readRange } from '@/lib/client/range-param'

type ParamReader = { get(name: string): string | null }

export type LogsView = 'lines' | 'patterns' | 'tail' | 'insights'

/** Which lines a URL asks for. */
export function readLogsChoice(params: ParamReader): LogsChoice {
  return {
    range: readRange(params),
    scope: parseScope(params.get('scope') ?? ''),
    query: params.get('query') || null,
    functionName: params.get('functionName') || null,
  }
}

export function readLogsView(params: ParamReader): LogsView {
  const view = params.get('view')
  return view === 'patterns' || view === 'tail' || view === 'insights' ? view : 'lines'
}

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

/** What a URL asks of Logs Insights: the query, and of which function, as account/region/name where no other filter says. */
export function readInsightsChoice(params: ParamReader): { query: string | null; place: string } {
  return { query: params.get('iq') || null, place: params.get('ifn') ?? '' }
}

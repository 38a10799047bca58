import type { ParamPatch } from '@/lib/client/view-params'

/** What a stretch of a chart is made of. leadsTo: as a verb; params: beside the function's place. */
export type StretchLink = { rest: string; params: ParamPatch; leadsTo: string }

type Stretch = {
  /** Which chart of Summary. */
  id: string
  /** The series that are left on; null: all. */
  shown: ReadonlySet<string> | null
  fromMs: number
  toMs: number
}

/** Where a stretch of a chart of a function leads. A throttled request is no invocation: what refused it is told by Concurrency. */
export function stretchLink({ id, shown, fromMs, toMs }: Stretch): StretchLink {
  const invocations = { rest: '/invocations', params: { window: `${fromMs}-${toMs}` } }
  const narrowed = (params: ParamPatch) => ({ rest: invocations.rest, params: { ...invocations.params, ...params } })
  if (id === 'throttles' || id === 'concurrency') {
    const window = { range: null, from: String(fromMs), to: String(toMs) }
    return { rest: '/concurrency', params: window, leadsTo: 'Show concurrency' }
  }
  if (id === 'cold-starts') return { ...narrowed({ start: 'cold' }), leadsTo: 'Show cold starts' }
  if (id === 'duration') return { ...narrowed({ sort: 'slowest' }), leadsTo: 'Show the slowest' }
  if (id === 'invocations' && shown?.size === 1 && shown.has('Errors Sum')) {
    return { ...narrowed({ result: 'failed' }), leadsTo: 'Show failed invocations' }
  }
  return { ...invocations, leadsTo: 'Show invocations' }
}

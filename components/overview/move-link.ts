import { dearestLink } from '@/lib/client/function-links'
import { functionPath } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'
import type { OverviewResponse } from '@/lib/contracts/overview'

type Figure = OverviewResponse['movers'][number]['moves'][number]['figure']

/** What a figure of a function that moved is made of. */
export function moveLink(figure: Figure, name: string): { to: string; params: ParamPatch } {
  const path = functionPath({ name })
  if (figure === 'errors') return { to: `${path}/invocations`, params: { result: 'failed' } }
  if (figure === 'durationP95Ms') return { to: `${path}/invocations`, params: { sort: 'slowest' } }
  if (figure === 'throttles') return { to: `${path}/concurrency`, params: {} }
  if (figure === 'costUsd') return { to: dearestLink({ name }), params: {} }
  return { to: `${path}/invocations`, params: {} }
}

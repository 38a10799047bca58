export type TraceStatusName = 'ok' | 'error' | 'fault' | 'throttle'

export const TRACE_STATUSES: readonly TraceStatusName[] = ['ok', 'error', 'throttle', 'fault']

type Marks = { hasError: boolean; hasFault: boolean; hasThrottle: boolean }

/** X-Ray's words: fault is 5xx, throttle 429, error any other 4xx; the worst one counts. */
export function traceStatusOf({ hasError, hasFault, hasThrottle }: Marks): TraceStatusName {
  return hasFault ? 'fault' : hasThrottle ? 'throttle' : hasError ? 'error' : 'ok'
}

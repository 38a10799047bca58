import { functionPath } from '@/lib/client/function-ref'
import type { ParamPatch } from '@/lib/client/view-params'

/** Which invocations a function's cost in a window was made of most. */
export function dearestLink(fn: { name: string }): string {
  return `${functionPath(fn)}#${DEAREST}`
}

/** Where Summary lists them. */
export const DEAREST = 'dearest'

/** The failed invocations of a version: timeouts and what ran out of memory are among its errors. */
export function failedOf(version: string, place: ParamPatch): ParamPatch {
  return { ...place, qualifier: version, result: 'failed' }
}

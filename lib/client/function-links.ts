import { functionPath } from '@/lib/client/function-ref'

/** Which invocations a function's cost in a window was made of most. */
export function dearestLink(fn: { name: string }): string {
  return `${functionPath(fn)}#${DEAREST}`
}

/** Where Summary lists them. */
export const DEAREST = 'dearest'

import type { FunctionRef } from '@/lib/client/function-ref'
import { scopeParam } from '@/lib/client/place'

/** Narrows a page over many functions to one: by its place too, because a name alone brings its namesakes along. */
export function oneFunction({ name, accountId, region }: FunctionRef): { functionName: string; scope: string } {
  return { functionName: name, scope: scopeParam([{ accountId, region }]) }
}

import type { IssueItem } from '@/lib/contracts/issues'

/**
 * What stands behind an issue's type: its message's shape, or for one without, the first line of an example. Of time-outs
 * and out of memory the function, which each is one of: their last words are another's, or none.
 */
export function issueMessage({
  class: issueClass,
  message,
  example,
  functions,
}: Pick<IssueItem, 'class' | 'message' | 'example' | 'functions'>): string {
  if (issueClass === 'timeout' || issueClass === 'out-of-memory') return functions[0]?.functionName ?? ''
  return message === '' ? (example?.split('\n')[0] ?? '') : message
}

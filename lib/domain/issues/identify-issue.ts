import { shapeMessage } from '@/lib/domain/issues/shape-message'

export const ISSUE_CLASSES = ['error', 'timeout', 'out-of-memory', 'init-error'] as const
export type IssueClass = (typeof ISSUE_CLASSES)[number]

export type FailedInvocation = {
  result: string
  errorType: string | null
  errorMessage: string | null
  errorFrame: string | null
  /** Of the function that failed. */
  functionArn: string
}

/** What occurrences of one issue have in common. key: equal for those, and for no other. */
export type IssueIdentity = {
  class: IssueClass
  type: string
  shape: string
  frame: string | null
  key: string
}

/** What a type is called that has no name, and, of what ran out of time or memory, any. */
export const TYPE_OF_CLASS: Readonly<Record<IssueClass, string>> = {
  error: 'Error',
  timeout: 'Timeout',
  'out-of-memory': 'Out of memory',
  'init-error': 'Init error',
}

/**
 * Which issue a failed invocation belongs to: its class, error type, message shape and top frame. Where no frame is known
 * (a function that ran out of time or memory has none) its function stands in the frame's place: that two functions fail
 * with the same words says nothing of a common cause. Null for what did not fail, or is not known to have.
 */
export function identifyIssue(failed: FailedInvocation): IssueIdentity | null {
  const issueClass = ISSUE_CLASSES.find((one) => one === failed.result)
  if (issueClass === undefined) return null
  // Out of time and out of memory are one story each, whatever the last words of the process were.
  const isLimit = issueClass === 'timeout' || issueClass === 'out-of-memory'
  const type = isLimit ? TYPE_OF_CLASS[issueClass] : (plainType(failed.errorType) ?? TYPE_OF_CLASS[issueClass])
  const shape = isLimit ? '' : shapeMessage(failed.errorMessage ?? '')
  const frame = isLimit ? null : failed.errorFrame
  const key = JSON.stringify([issueClass, type, shape, frame ?? failed.functionArn])
  return { class: issueClass, type, shape, frame, key }
}

/** Log formats name one type in several ways: JSON leaves the runtime's prefix out, Ruby's text form wraps the class. */
function plainType(type: string | null): string | null {
  const plain = type?.replace(/^Function<(.+)>$/, '$1').replace(/^Runtime\./, '')
  return plain === undefined || plain === '' ? null : plain.slice(0, 200)
}

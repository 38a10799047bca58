import { shapeMessage } from '@/lib/domain/issues/shape-message'
import { storableText } from '@/lib/domain/storable-text'

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

/** What occurrences of one issue have in common, as it is stored. key: equal for those, and for no other. */
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
 * Which issue a failed invocation belongs to: its class, error type, message shape and, where it is known, top frame; over
 * all functions. Of what said nothing, and of time-outs and out of memory, which have neither frame nor words of their own,
 * the function stands in the frame's place: they would all be one. Null for what did not fail, or is not known to have.
 */
export function identifyIssue(failed: FailedInvocation): IssueIdentity | null {
  const issueClass = ISSUE_CLASSES.find((one) => one === failed.result)
  if (issueClass === undefined) return null
  // Out of time and out of memory are one story each, whatever the last words of the process were.
  const isLimit = issueClass === 'timeout' || issueClass === 'out-of-memory'
  const named = isLimit ? null : plainType(failed.errorType)
  const type = storableText(named ?? TYPE_OF_CLASS[issueClass])
  const shape = isLimit ? '' : storableText(shapeMessage(failed.errorMessage ?? ''))
  const frame = isLimit || failed.errorFrame === null ? null : storableText(failed.errorFrame)
  const key = JSON.stringify([issueClass, type, shape, frame ?? (shape === '' ? failed.functionArn : null)])
  return { class: issueClass, type, shape, frame, key }
}

/** Log formats name one type in several ways: JSON leaves the runtime's prefix out, Ruby's text form wraps the class. */
function plainType(type: string | null): string | null {
  const plain = type?.replace(/^Function<(.+)>$/, '$1').replace(/^Runtime\./, '')
  return plain === undefined || plain === '' ? null : plain.slice(0, 200)
}

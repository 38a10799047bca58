import type { IssueItem } from '@/lib/contracts/issues'

/** What stands behind an issue's type: its message's shape, or for one without, the first line of an example. */
export function issueMessage({ message, example }: Pick<IssueItem, 'message' | 'example'>): string {
  return message === '' ? (example?.split('\n')[0] ?? '') : message
}

import { type IssueClass, TYPE_OF_CLASS } from '@/lib/domain/issues/identify-issue'

const MOST_CHARACTERS = 80

/** What the log lines of an issue hold, any of these, for a search that knows lines alone. */
export function failureWords(issue: { class: IssueClass; type: string; example: string | null }): string[] {
  if (issue.class === 'timeout') return ['Task timed out', '"status":"timeout"']
  if (issue.class === 'out-of-memory') return ['OutOfMemory', 'signal: killed']
  if (issue.type !== TYPE_OF_CLASS[issue.class]) return [issue.type]
  const firstLine = issue.example?.split('\n')[0]?.slice(0, MOST_CHARACTERS).trim() ?? ''
  return [firstLine === '' ? 'ERROR' : firstLine]
}

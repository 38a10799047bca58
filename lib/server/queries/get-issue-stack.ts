import type { InvocationItem } from '@/lib/contracts/invocations'
import type { IssueDetail } from '@/lib/contracts/issues'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import type { Db } from '@/lib/server/db'
import { getInvocation } from '@/lib/server/queries/get-invocation'

const MOST_CHARACTERS = 20_000

/** What the runtime printed of the error of the first of these invocations; null when nothing of it is stored. */
export async function getIssueStack(db: Db, samples: readonly InvocationItem[]): Promise<IssueDetail['stack']> {
  const [newest] = samples
  if (newest === undefined || newest.errorMessage === null) return null
  const { lines } = await getInvocation(db, newest.id)
  const errors = lines.flatMap(({ message }) => {
    const { unhandledError } = parseLogLine(message)
    return unhandledError === null ? [] : [unhandledError]
  })
  // The runtime prints its error last, and what only it prints outweighs what may have been logged.
  const error = errors.findLast(({ ambiguous }) => !ambiguous) ?? errors.at(-1)
  if (error === undefined) return null
  const { type, message, stack } = error
  const head = `${type}: ${message}`
  const text = stack.some((line) => line.includes(type)) ? stack.join('\n') : [head, ...stack].join('\n')
  return { invocationId: newest.id, text: text.trimEnd().slice(0, MOST_CHARACTERS) }
}

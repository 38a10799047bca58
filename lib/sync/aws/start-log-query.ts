import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { type StartedQuery, startMarkedQuery } from '@/lib/sync/aws/start-marked-query'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** Of 100,000 that a query may give. */
export const MOST_ROWS = 50_000
const QUERY = `fields @timestamp, @ingestionTime, @logStream, @message, @ptr | sort @timestamp asc | limit ${MOST_ROWS}`

/**
 * Starts a Logs Insights query for the oldest lines of a log group in a window of whole seconds, with a mark by which it is
 * found again. AWS keeps its results for seven days. For groups of a class that FilterLogEvents cannot read.
 * Throws AwsFailure: "gone" for an absent group, "throttled" when too many queries run. Follows API_StartQuery.
 */
export async function startLogQuery(
  aws: AwsAccess,
  logGroupName: string,
  { fromMs, toMs }: TimeRange,
  marked: { mark: string; onLost(): void },
): Promise<StartedQuery> {
  const times = { startTime: Math.floor(fromMs / 1000), endTime: Math.ceil(toMs / 1000) }
  try {
    return await startMarkedQuery(aws, { logGroupName, ...times, queryString: QUERY }, marked)
  } catch (error) {
    // A hundred queries may run at once in an account: others have to end first.
    if (!(error instanceof AwsFailure) || !error.message.startsWith('LimitExceeded')) throw error
    const message = 'Too many Logs Insights queries run in this account; it is tried again later.'
    const call = { service: 'logs', operation: 'StartQuery', iamAction: 'logs:StartQuery' }
    throw new AwsFailure('throttled', message, call)
  }
}

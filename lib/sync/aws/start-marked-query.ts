import { DescribeQueriesCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure, type AwsFailureKind } from '@/lib/sync/aws/aws-failure'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/** A window of whole seconds, both ends included. */
export type QueryToStart = { logGroupName: string; startTime: number; endTime: number; queryString: string }

/**
 * otherIds: queries that attempts began whose answer was lost. lost: attempts that may have begun one that AWS would not
 * list. All of them are billed.
 */
export type StartedQuery = { id: string; otherIds: string[]; lost: number }

const MOST_LISTED = 1_000
/** AWS's answer to the question itself, which asking again does not change. */
const REFUSALS: ReadonlySet<AwsFailureKind> = new Set<AwsFailureKind>(['denied', 'unavailable', 'gone', 'other'])

/**
 * Starts a Logs Insights query with a mark in it, a comment by which it is found again: StartQuery has no token that makes
 * it begin but once. AWS bills what a query scans. onLost: told when an attempt may have begun it, though no answer came;
 * findMarkedQueries tells whether it has. Throws AwsFailure. Follows API_StartQuery.
 */
export async function startMarkedQuery(
  aws: AwsAccess,
  query: QueryToStart,
  { mark, onLost }: { mark: string; onLost?(): void },
): Promise<StartedQuery> {
  let lost = 0
  const input = { ...query, queryString: `${query.queryString}\n${commentOf(mark)}` }
  const { queryId } = await callAws(aws, {
    service: 'logs',
    operation: 'StartQuery',
    send: (options) => aws.clients.logs.send(new StartQueryCommand(input), options),
    isWhole: (answer) => textOf(answer.queryId) !== null,
    onLost: () => {
      lost += 1
      onLost?.()
    },
  })
  const id = textOf(queryId) ?? ''
  if (lost === 0) return { id, otherIds: [], lost: 0 }
  const found = await findMarkedQueries(aws, query.logGroupName, mark)
  return found === null ? { id, otherIds: [], lost } : { id, otherIds: found.filter((one) => one !== id), lost: 0 }
}

/**
 * The queries of a log group, of those that run or ran lately, that carry a mark; null where AWS will not list them.
 * Throws AwsFailure when it could not be asked. Follows API_DescribeQueries.
 */
export async function findMarkedQueries(aws: AwsAccess, logGroupName: string, mark: string): Promise<string[] | null> {
  const call = { service: 'logs', operation: 'DescribeQueries' } as const
  const read = (nextToken: string | undefined) =>
    callAws(aws, {
      ...call,
      send: (options) =>
        aws.clients.logs.send(
          new DescribeQueriesCommand({ logGroupName, maxResults: MOST_LISTED, nextToken }),
          options,
        ),
      isWhole: (answer) => isPage(answer.queries, answer.nextToken),
    })
  const ids = new Set<string>()
  try {
    for await (const { page } of readPages(call, read, (answer) => answer.nextToken)) {
      for (const { queryId, queryString } of recordsOf(page.queries)) {
        const id = textOf(queryId)
        if (id !== null && textOf(queryString)?.endsWith(commentOf(mark))) ids.add(id)
      }
    }
  } catch (error) {
    if (error instanceof AwsFailure && REFUSALS.has(error.kind)) return null
    throw error
  }
  return [...ids]
}

function commentOf(mark: string): string {
  return `# lambdascope ${mark}`
}

import { GetQueryResultsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { type StartedQuery, startMarkedQuery } from '@/lib/sync/aws/start-marked-query'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** A query in words of whoever asks it. */
export type AskedQuery = { logGroup: string; query: string; window: TimeRange }

/**
 * Starts a Logs Insights query as somebody wrote it, with a mark by which it is found again. Throws AwsFailure: "other" with
 * AWS's words for a query that it cannot read.
 */
export function startAskedQuery(
  aws: AwsAccess,
  { logGroup, query, window }: AskedQuery,
  mark: string,
): Promise<StartedQuery> {
  const input = {
    logGroupName: logGroup,
    queryString: query,
    startTime: Math.floor(window.fromMs / 1000),
    endTime: Math.ceil(window.toMs / 1000),
  }
  return startMarkedQuery(aws, input, { mark })
}

/** fields: in AWS's order. rows: a cell for each of them, null where a row has none. */
export type AskedRows = { fields: string[]; rows: (string | null)[][] }

/** The first rows of a query that is complete; AWS's pointers to whole records are left out. Throws AwsFailure. */
export async function readAskedRows(aws: AwsAccess, queryId: string, most: number): Promise<AskedRows> {
  const answer = await callAws(aws, {
    service: 'logs',
    operation: 'GetQueryResults',
    send: (options) => aws.clients.logs.send(new GetQueryResultsCommand({ queryId, maxItems: most }), options),
    isWhole: (page) => isPage(page.results, page.nextToken) && textOf(page.status) !== null,
  })
  const found = (answer.results ?? []).map((row) => {
    const cells = recordsOf(row).flatMap(({ field, value }) => {
      const name = textOf(field)
      return name === null || name === '@ptr' ? [] : [[name, textOf(value) ?? ''] as const]
    })
    return new Map(cells)
  })
  const fields = [...new Set(found.flatMap((row) => [...row.keys()]))]
  return { fields, rows: found.map((row) => fields.map((field) => row.get(field) ?? null)) }
}

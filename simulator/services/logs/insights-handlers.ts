import type {
  DescribeQueriesCommandInput,
  DescribeQueriesCommandOutput,
  GetQueryResultsCommandInput,
  GetQueryResultsCommandOutput,
  QueryStatus,
  StartQueryCommandInput,
  StartQueryCommandOutput,
  StopQueryCommandInput,
  StopQueryCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import type { World } from '@/simulator/fleet/types'
import { findLogGroup, invalidLogsParameter } from '@/simulator/services/logs/find-log-group'
import { type InsightsAnswer, parseInsightsQuery, runInsightsQuery } from '@/simulator/services/logs/run-insights-query'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'
import { ServiceError } from '@/simulator/wire/service-error'

type Answer<Output> = Omit<Output, '$metadata'>
type Query = {
  region: string
  logGroupName: string
  queryString: string
  createTime: number
  polls: number
  status: QueryStatus
  ends: QueryStatus
  answer: InsightsAnswer
}

const mostRunning = 100
const mostKept = 1_000
const rowsPerPage = 10_000
/** One query in eleven fails, as it does at AWS now and then; what fails is not paid for. */
const failsEvery = 11
const queriesOf = new WeakMap<World, Map<string, Query>>()

function queries({ world }: OperationContext): Map<string, Query> {
  const known = queriesOf.get(world) ?? new Map<string, Query>()
  queriesOf.set(world, known)
  for (const oldest of known.keys()) {
    if (known.size < mostKept) break
    known.delete(oldest)
  }
  return known
}

const isRunning = ({ status }: Query) => status === 'Scheduled' || status === 'Running'

/** StartQuery: the window is in whole seconds, both ends included. What it scans is paid for. */
function startQuery(input: StartQueryCommandInput, context: OperationContext): Answer<StartQueryCommandOutput> {
  const known = queries(context)
  const { region, world, nowMs } = context
  if ([...known.values()].filter((query) => query.region === region && isRunning(query)).length >= mostRunning) {
    throw new ServiceError(
      'LimitExceededException',
      `Account maximum query concurrency limit of [${mostRunning}] reached.`,
    )
  }
  const names = [input.logGroupName, ...(input.logGroupNames ?? []), ...(input.logGroupIdentifiers ?? [])]
  const groups = names
    .filter((name) => name !== undefined)
    .map((name) => findLogGroup({ logGroupIdentifier: name }, context))
  if (groups.length < 1 || groups.length > 50) throw invalidLogsParameter('A query needs 1 to 50 log groups.')
  const { startTime = Number.NaN, endTime = Number.NaN } = input
  if (!(startTime <= endTime)) throw invalidLogsParameter('Query start time must not be after its end time')
  const query = parseInsightsQuery(input.queryString ?? '', input.limit)
  const toMs = Math.min(endTime * 1000, nowMs)
  const events = groups.flatMap(({ name }) => [...world.logEvents(region, name, startTime * 1000, toMs)])
  const answer = runInsightsQuery(
    query,
    events.sort((a, b) => a.atMs - b.atMs),
  )
  const serial = context.nextCount(`StartQuery/${region}`)
  const ends = serial % failsEvery === failsEvery - 1 ? 'Failed' : 'Complete'
  if (ends === 'Complete') context.addBilledUnits(answer.bytesScanned)
  const queryId = `${region}-query-${serial}`
  const described = { logGroupName: groups[0]?.name ?? '', queryString: input.queryString ?? '', createTime: nowMs }
  known.set(queryId, { region, ...described, polls: 0, status: 'Scheduled', ends, answer })
  return { queryId }
}

function findQuery(queryId: string | undefined, context: OperationContext): Query {
  const query = queries(context).get(queryId ?? '')
  if (query?.region === context.region) return query
  throw new ServiceError('ResourceNotFoundException', 'Query with the given ID does not exist.')
}

/** GetQueryResults: the first look finds the query running, with some of its rows; the second finds it ended. */
function getQueryResults(
  input: GetQueryResultsCommandInput,
  context: OperationContext,
): Answer<GetQueryResultsCommandOutput> {
  const query = findQuery(input.queryId, context)
  query.polls += 1
  if (isRunning(query)) query.status = query.polls > 1 ? query.ends : 'Running'
  const { rows, recordsScanned, bytesScanned } = query.answer
  const binding = {
    operation: 'GetQueryResults',
    region: context.region,
    parameters: input.queryId,
    nowMs: context.nowMs,
  }
  const from = input.nextToken === undefined ? 0 : decodePageToken<number>(binding, input.nextToken)
  if (from === null) throw invalidLogsParameter('The specified nextToken is invalid.')
  const ended = query.status === 'Complete'
  const to = ended ? from + Math.min(input.maxItems ?? rowsPerPage, rowsPerPage) : Math.floor(rows.length / 3)
  return {
    queryLanguage: 'CWLI',
    status: query.status,
    results: query.status === 'Failed' ? [] : rows.slice(from, to),
    statistics: {
      recordsMatched: recordsScanned,
      recordsScanned,
      bytesScanned: isRunning(query) ? 0 : bytesScanned,
      logGroupsScanned: 1,
    },
    nextToken: ended && to < rows.length ? encodePageToken(binding, to) : undefined,
  }
}

/** DescribeQueries: the newest first, of one log group or all. */
function describeQueries(
  input: DescribeQueriesCommandInput,
  context: OperationContext,
): Answer<DescribeQueriesCommandOutput> {
  const { logGroupName, status, maxResults = mostKept, nextToken } = input
  const { region, nowMs } = context
  const binding = { operation: 'DescribeQueries', region, parameters: `${logGroupName} ${status}`, nowMs }
  const from = nextToken === undefined ? 0 : decodePageToken<number>(binding, nextToken)
  if (from === null) throw invalidLogsParameter('The specified nextToken is invalid.')
  const found = [...queries(context)]
    .filter(([, query]) => query.region === region && (logGroupName ?? query.logGroupName) === query.logGroupName)
    .filter(([, query]) => (status ?? query.status) === query.status)
    .reverse()
  const to = from + Math.min(maxResults, mostKept)
  return {
    queries: found.slice(from, to).map(([queryId, query]) => ({
      ...{ queryId, queryLanguage: 'CWLI', queryString: query.queryString, status: query.status },
      ...{ createTime: query.createTime, logGroupName: query.logGroupName },
    })),
    nextToken: to < found.length ? encodePageToken(binding, to) : undefined,
  }
}

function stopQuery(input: StopQueryCommandInput, context: OperationContext): Answer<StopQueryCommandOutput> {
  const query = findQuery(input.queryId, context)
  if (!isRunning(query)) throw invalidLogsParameter('Query is not running.')
  query.status = 'Cancelled'
  return { success: true }
}

export const insightsHandlers: OperationHandlers = {
  DescribeQueries: describeQueries,
  StartQuery: startQuery,
  GetQueryResults: getQueryResults,
  StopQuery: stopQuery,
}
